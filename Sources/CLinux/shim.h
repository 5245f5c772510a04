#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/socket.h>

// glibc declares it only with _GNU_SOURCE.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
#endif
