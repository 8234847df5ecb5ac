// Refused: await_transform
#include "huddle/huddle.hpp"

huddle::Generator<int> numbers() {
#ifdef WRONG
  co_await huddle::yield();
#endif
  co_yield 1;
}
