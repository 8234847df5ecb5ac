#include "huddle/remote.hpp"

#include <unistd.h>

#include <cstdint>

#include "huddle/errors.hpp"
#include "sys.hpp"

namespace huddle {

Inbox::Inbox() : descriptor_(sys::eventfd()) {
  if (descriptor_ < 0) sys::fail("eventfd()");
}
Inbox::~Inbox() {
  ::close(descriptor_);
}

void Inbox::post(Function<void()> callback, const Where& where) {
  Post post{std::move(callback), where, Context::current().separate()};
  bool first;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) throw InvalidStateError("the loop is closed: it can be called no more");
    first = posts_.empty();
    posts_.push_back(std::move(post));
    filled_.store(true, std::memory_order_release);
  }
  if (first) nudge();  // one write for as many posts as come before the loop looks
}

void Inbox::nudge() noexcept {
  const std::uint64_t one = 1;
  // It fails only when the counter is full; then the loop is going to wake up anyway.
  static_cast<void>(sys::write(descriptor_, &one, sizeof one));
}

void Inbox::fire() noexcept {
  std::uint64_t count;
  static_cast<void>(sys::read(descriptor_, &count, sizeof count));
}

std::vector<Inbox::Post> Inbox::take() {
  const std::lock_guard lock(mutex_);
  filled_.store(false, std::memory_order_release);
  return std::exchange(posts_, {});
}

void Inbox::close() noexcept {
  std::vector<Post> dropped;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  posts_.swap(dropped);
}

}  // namespace huddle
