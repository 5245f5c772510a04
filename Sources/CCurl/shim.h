#include <curl/curl.h>

// Variadic functions, which Swift cannot call, and macros.

static inline CURLcode curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*curl_data_function)(char *, size_t, size_t, void *);

static inline void curl_set_functions(
    CURL *handle, curl_data_function head, curl_data_function body, void *owner
) {
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, head);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, owner);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, owner);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, owner);
}

typedef int (*curl_prerequest_function)(void *, char *, char *, int, int);

static inline void curl_set_prerequest(CURL *handle, curl_prerequest_function function, void *owner) {
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, owner);
}

typedef int (*curl_socket_function)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*curl_timer_function)(CURLM *, long, void *);

static inline void curl_multi_set_functions(
    CURLM *multi, curl_socket_function socket, curl_timer_function timer, void *owner
) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, owner);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, owner);
}

static inline void curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    curl_multi_setopt(multi, option, value);
}

/// The next finished transfer and how it ended, or NULL.
static inline CURL *curl_multi_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

static inline void *curl_owner(CURL *handle) {
    char *owner = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &owner);
    return owner;
}

static inline long curl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
