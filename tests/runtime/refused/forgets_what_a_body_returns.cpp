// Refused: this callable must return a Coro
#include "huddle/huddle.hpp"

huddle::Coro<void> waits() {
  using namespace std::chrono_literals;
#ifdef WRONG
  co_await huddle::with(huddle::timeout(1s), [](huddle::Timeout&) {});
#else
  co_await huddle::with(huddle::timeout(1s), [](huddle::Timeout&) -> huddle::Coro<void> { co_return; });
#endif
}
