// Refused: Coro
#include "huddle/huddle.hpp"

huddle::Coro<int> answer() {
  co_return 42;
}

huddle::Coro<int> twice() {
  auto first = answer();
#ifdef WRONG
  auto second = first;
#else
  auto second = std::move(first);
#endif
  co_return co_await std::move(second);
}
