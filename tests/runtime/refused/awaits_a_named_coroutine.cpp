// Refused: a coroutine is awaited once
#include "huddle/huddle.hpp"

huddle::Coro<int> answer() {
  co_return 42;
}

huddle::Coro<int> asks() {
  auto question = answer();
#ifdef WRONG
  co_return co_await question;
#else
  co_return co_await std::move(question);
#endif
}
