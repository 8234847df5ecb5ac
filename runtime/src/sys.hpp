#pragma once

#include <sys/epoll.h>
#include <sys/select.h>

#include <cstddef>
#include <optional>
#include <string>

#include "huddle/clock.hpp"

/// @file
/// @brief Every system call that the loop makes goes through here: the place to inject faults.

namespace huddle::sys {

/// Which call it is.
enum class Call { epoll_create, epoll_ctl, epoll_wait, select, eventfd, read, write };

/// Asked before every call: an errno to fail with, or 0 for the real call. For tests; null is off.
using Fault = int (*)(Call call);
inline Fault fault = nullptr;

// As the system's own, but for these: what they make is closed on exec and does not block, and a
// wait that a signal ends has found nothing.
int epoll_create();
int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event);
int epoll_wait(int epoll, epoll_event* events, int size, std::optional<Duration> timeout);
int select(int end, fd_set* read, fd_set* write, std::optional<Duration> timeout);
int eventfd();
ssize_t read(int descriptor, void* buffer, std::size_t size);
ssize_t write(int descriptor, const void* data, std::size_t size);
bool is_open(int descriptor);

/// @throws std::system_error of errno. `call` names the call and its arguments.
[[noreturn]] void fail(const std::string& call);

}  // namespace huddle::sys
