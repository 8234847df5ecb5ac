#include "sys.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace huddle::sys {

namespace {

bool fails(Call call) {
  const int error = fault ? fault(call) : 0;
  if (error) errno = error;
  return error != 0;
}

int unless_interrupted(int result) {
  return result < 0 && errno == EINTR ? 0 : result;
}

// A wait of more than a day is a day and then another: no time-out overflows.
Duration capped(Duration timeout) {
  return std::clamp<Duration>(timeout, Duration::zero(), std::chrono::days(1));
}

}  // namespace

int epoll_create() {
  return fails(Call::epoll_create) ? -1 : ::epoll_create1(EPOLL_CLOEXEC);
}

int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) {
  return fails(Call::epoll_ctl) ? -1 : ::epoll_ctl(epoll, operation, descriptor, event);
}

int epoll_wait(int epoll, epoll_event* events, int size, std::optional<Duration> timeout) {
  if (fails(Call::epoll_wait)) return unless_interrupted(-1);
  if (!timeout || *timeout <= Duration::zero())
    return unless_interrupted(::epoll_wait(epoll, events, size, timeout ? 0 : -1));
  const auto wait = capped(*timeout).count();
  const timespec limit{wait / 1'000'000'000, wait % 1'000'000'000};
  const int ready = ::epoll_pwait2(epoll, events, size, &limit, nullptr);
  if (ready >= 0 || errno != ENOSYS) return unless_interrupted(ready);
  // Linux before 5.11 knows milliseconds only: rounded up, so that no timer fires early.
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(capped(*timeout));
  return unless_interrupted(
      ::epoll_wait(epoll, events, size, static_cast<int>(milliseconds.count())));
}

int select(int end, fd_set* read, fd_set* write, std::optional<Duration> timeout) {
  if (fails(Call::select)) return unless_interrupted(-1);
  timeval limit{};
  if (timeout) {
    const auto wait = std::chrono::ceil<std::chrono::microseconds>(capped(*timeout)).count();
    limit = {wait / 1'000'000, wait % 1'000'000};
  }
  return unless_interrupted(::select(end, read, write, nullptr, timeout ? &limit : nullptr));
}

int eventfd() {
  return fails(Call::eventfd) ? -1 : ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

ssize_t read(int descriptor, void* buffer, std::size_t size) {
  return fails(Call::read) ? -1 : ::read(descriptor, buffer, size);
}

ssize_t write(int descriptor, const void* data, std::size_t size) {
  return fails(Call::write) ? -1 : ::write(descriptor, data, size);
}

bool is_open(int descriptor) {
  return ::fcntl(descriptor, F_GETFD) >= 0;
}

void fail(const std::string& call) {
  throw std::system_error(errno, std::generic_category(), call);
}

}  // namespace huddle::sys
