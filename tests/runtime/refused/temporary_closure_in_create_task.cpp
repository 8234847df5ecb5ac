// Refused by g++ 12: destroys this closure twice
#include <string>

#include "huddle/huddle.hpp"

using huddle::Coro;

Coro<void> greets(std::string name) {
#ifdef WRONG
  co_await huddle::create_task([name]() -> Coro<void> { co_return; });
#else
  auto body = [name]() -> Coro<void> { co_return; };
  co_await huddle::create_task(huddle::owned(body));
#endif
}
