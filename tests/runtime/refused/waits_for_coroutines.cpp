// Refused: wait() takes tasks
#include <vector>

#include "huddle/huddle.hpp"

huddle::Coro<int> answer() {
  co_return 42;
}

huddle::Coro<void> waits() {
#ifdef WRONG
  std::vector<huddle::Coro<int>> all;
  all.push_back(answer());
#else
  std::vector<huddle::Task<int>> all;
  all.push_back(huddle::create_task(answer()));
#endif
  co_await huddle::wait(std::move(all));
}
