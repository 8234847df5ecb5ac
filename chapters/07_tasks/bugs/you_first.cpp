// Bug: two tasks, each of which waits for the other to end.
// Goes wrong: hangs "You first! No, you first!"
#include <iostream>
#include <optional>

#include "waiting.hpp"

using namespace ch07;

// [bug]
Coro<void> waits_for(std::optional<Task<void>>& other, const char* says) {
  std::cout << says << std::flush;
  co_await *other;
}

Coro<void> at_the_edge() {
  std::optional<Task<void>> ada, bo;
  ada = create_task(waits_for(bo, "You first! "));
  bo = create_task(waits_for(ada, "No, you first!\n"));
  co_await *ada;
}
// [bug]

int main() {
  run(at_the_edge());
}
