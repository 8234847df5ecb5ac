#include "epoll_selector.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "sys.hpp"

namespace huddle {

namespace {
constexpr std::size_t fewest_events = 64, most_events = 4096;
}

EpollSelector::EpollSelector() : epoll_(sys::epoll_create()), found_(fewest_events) {
  if (epoll_ < 0) sys::fail("epoll_create1()");
}
EpollSelector::~EpollSelector() {
  ::close(epoll_);
}

void EpollSelector::watch(int descriptor, std::uint32_t generation, Interest before,
                          Interest interest) {
  epoll_event event{};
  event.events = (interest.read ? EPOLLIN | EPOLLRDHUP : 0u) | (interest.write ? EPOLLOUT : 0u);
  event.data.u64 =
      static_cast<std::uint64_t>(generation) << 32 | static_cast<std::uint32_t>(descriptor);
  const bool added = before.read || before.write;
  const bool wanted = interest.read || interest.write;
  if (!wanted) {
    // A descriptor that was closed is gone from the epoll by itself.
    if (added) sys::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &event);
    return;
  }
  int result = sys::epoll_ctl(epoll_, added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
  // It was closed, and opened again under the same number; or it is in there by another name.
  if (result < 0 && added && errno == ENOENT)
    result = sys::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
  else if (result < 0 && !added && errno == EEXIST)
    result = sys::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event);
  if (result < 0) sys::fail("epoll_ctl(" + std::to_string(descriptor) + ")");
}

void EpollSelector::wait(std::optional<Duration> timeout, std::vector<ReadyEvent>& events) {
  const int size = static_cast<int>(found_.size());
  const int count = sys::epoll_wait(epoll_, found_.data(), size, timeout);
  if (count < 0) sys::fail("epoll_wait()");
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = found_[static_cast<std::size_t>(i)];
    const bool ended = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
    events.push_back({static_cast<int>(event.data.u64 & 0xffffffff),
                      static_cast<std::uint32_t>(event.data.u64 >> 32),
                      {ended || (event.events & (EPOLLIN | EPOLLRDHUP)) != 0,
                       ended || (event.events & EPOLLOUT) != 0}});
  }
  if (count == size && found_.size() < most_events) found_.resize(found_.size() * 2);
}

}  // namespace huddle
