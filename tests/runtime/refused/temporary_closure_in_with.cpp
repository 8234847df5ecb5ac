// Refused by g++ 12: destroys this closure twice
#include <string>

#include "huddle/huddle.hpp"

using huddle::Coro;

Coro<void> greets(std::string name) {
#ifdef WRONG
  co_await huddle::with(huddle::timeout(std::chrono::hours(1)),
                        [name](huddle::Timeout&) -> Coro<void> { co_return; });
#else
  auto body = [name](huddle::Timeout&) -> Coro<void> { co_return; };
  co_await huddle::with(huddle::timeout(std::chrono::hours(1)), huddle::owned(body));
#endif
}
