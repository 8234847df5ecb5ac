// Refused: a coroutine becomes a task once
#include "huddle/huddle.hpp"

huddle::Coro<int> answer() {
  co_return 42;
}

huddle::Task<int> asks() {
  auto question = answer();
#ifdef WRONG
  return huddle::create_task(question);
#else
  return huddle::create_task(std::move(question));
#endif
}
