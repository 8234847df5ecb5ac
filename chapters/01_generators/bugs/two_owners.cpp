// Bug: a raw handle copied into two owners, so that one frame is destroyed twice.
// Goes wrong: sanitizer "heap-use-after-free"
#include "generator.hpp"

using ch01::Frame;

struct Pausing {
  struct promise_type {
    Pausing get_return_object() { return Pausing(*this); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  explicit Pausing(promise_type& promise) : frame(promise) {}
  Frame<promise_type> frame;
};

Pausing paused() {
  co_return;
}

// [bug]
int main() {
  Pausing owner = paused();
  Frame second_owner(owner.frame.promise());  // takes what is owned already
}
// [bug]
