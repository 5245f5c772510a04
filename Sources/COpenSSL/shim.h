#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

// Macros and variadic functions, which Swift cannot call.

static inline int openssl_set_versions(SSL_CTX *context, int lowest, int highest) {
    return SSL_CTX_set_min_proto_version(context, lowest)
        && SSL_CTX_set_max_proto_version(context, highest);
}

static inline void openssl_set_modes(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE
        | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE
        | SSL_OP_IGNORE_UNEXPECTED_EOF);
}

static inline void openssl_set_name_callback(
    SSL_CTX *context, int (*callback)(SSL *, int *, void *), void *argument
) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
    SSL_CTX_set_tlsext_servername_arg(context, argument);
}

/// Chooses http/1.1 and nothing else.
static inline int openssl_choose_http11(
    SSL *ssl, const unsigned char **out, unsigned char *length, const unsigned char *in,
    unsigned int count, void *argument
) {
    (void)ssl;
    (void)argument;
    for (unsigned int at = 0; at < count; at += 1 + in[at]) {
        if (in[at] == 8 && at + 9 <= count && memcmp(in + at + 1, "http/1.1", 8) == 0) {
            *out = in + at + 1;
            *length = 8;
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_NOACK;
}

static inline void openssl_offer_http11(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, openssl_choose_http11, NULL);
}

/// A memory sink's bytes.
static inline long openssl_sink_bytes(BIO *sink, char **bytes) { return BIO_get_mem_data(sink, bytes); }

/// A public key from its numbers, or NULL.
static inline EVP_PKEY *openssl_rsa_key(
    const unsigned char *modulus, int modulusCount, const unsigned char *exponent, int exponentCount
) {
    EVP_PKEY *key = NULL;
    BIGNUM *n = BN_bin2bn(modulus, modulusCount, NULL), *e = BN_bin2bn(exponent, exponentCount, NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    if (n && e && build && context
        && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n)
        && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e)
        && (parameters = OSSL_PARAM_BLD_to_param(build))
        && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    BN_free(n);
    BN_free(e);
    return key;
}

/// A public key on a named curve from its uncompressed point (04 X Y), or NULL.
static inline EVP_PKEY *openssl_curve_key(
    const char *group, const unsigned char *point, size_t count
) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (build && context
        && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0)
        && OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, count)
        && (parameters = OSSL_PARAM_BLD_to_param(build))
        && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    return key;
}

/// Whether a signature (RSA PKCS #1 v1.5, or ECDSA as R and S one after the other) is the key's.
static inline int openssl_verify(
    EVP_PKEY *key, const char *digest, int isCurve, const unsigned char *signature, size_t count,
    const unsigned char *message, size_t messageCount
) {
    unsigned char *der = NULL;
    int result = 0;
    if (isCurve) {
        ECDSA_SIG *pair = ECDSA_SIG_new();
        BIGNUM *r = BN_bin2bn(signature, (int)(count / 2), NULL);
        BIGNUM *s = BN_bin2bn(signature + count / 2, (int)(count / 2), NULL);
        if (!pair || !r || !s || count % 2 || !ECDSA_SIG_set0(pair, r, s)) {
            BN_free(r);
            BN_free(s);
            ECDSA_SIG_free(pair);
            return 0;
        }
        int length = i2d_ECDSA_SIG(pair, &der);
        ECDSA_SIG_free(pair);
        if (length <= 0) return 0;
        signature = der;
        count = (size_t)length;
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context
        && EVP_DigestVerifyInit_ex(context, NULL, digest, NULL, NULL, key, NULL) == 1)
        result = EVP_DigestVerify(context, signature, count, message, messageCount) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ERR_clear_error();
    return result;
}

/// Encrypts with AES-256-GCM: twelve random bytes, as many bytes as came, sixteen of the tag.
static inline int openssl_seal(
    const unsigned char *key, const unsigned char *bytes, int count, unsigned char *out
) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int part = 0, last = 0;
    int done = context && RAND_bytes(out, 12) == 1
        && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, out) == 1
        && EVP_EncryptUpdate(context, out + 12, &part, bytes, count) == 1
        && EVP_EncryptFinal_ex(context, out + 12 + part, &last) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, out + 12 + count) == 1;
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    return done;
}

/// Undoes `openssl_seal`; `count` is that of the sealed bytes, at least 28.
static inline int openssl_open(
    const unsigned char *key, const unsigned char *sealed, int count, unsigned char *out
) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    unsigned char tag[16];
    int part = 0, last = 0;
    memcpy(tag, sealed + count - 16, 16);
    int done = context
        && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, sealed) == 1
        && EVP_DecryptUpdate(context, out, &part, sealed + 12, count - 28) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, tag) == 1
        && EVP_DecryptFinal_ex(context, out + part, &last) == 1;
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    return done;
}

/// Prints a name as RFC 2253 has it.
static inline int openssl_print_name(BIO *sink, const X509_NAME *name) {
    return X509_NAME_print_ex(sink, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}
