// Refused: set_result
#include "huddle/huddle.hpp"

huddle::Coro<int> answer() {
  co_return 42;
}

huddle::Coro<void> sets() {
#ifdef WRONG
  const huddle::Task<int> result = huddle::create_task(answer());
#else
  const huddle::Future<int> result;
#endif
  result.set_result(41);
  co_await result;
}
