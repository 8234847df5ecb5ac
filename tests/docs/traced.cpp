// A program on the runtime, for the tests of the player to trace: HUDDLE_TRACE=FILE traced_program.
// It runs on virtual time, so its trace is always the same.
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

using namespace huddle;
using namespace std::chrono_literals;

Coro<int> fetch(const char* what, Duration duration) {
  std::cout << "fetching " << what << '\n';
  co_await sleep(duration);
  std::cout << "got " << what << '\n';
  co_return 1;
}

Coro<void> listens(int ear) {
  co_await wait_readable(ear);
  std::cout << "somebody knocks\n";
}

Coro<void> program() {
  int ends[2];
  if (pipe(ends) != 0) co_return;
  Task<void> listener = create_task(listens(ends[0]), "listener");
  auto [herring, snow] = co_await gather(fetch("a herring", 2s), fetch("some snow", 1s));
  std::cout << herring + snow << " things\n";
  if (write(ends[1], "x", 1) < 0) std::cout << "the pipe is full\n";
  co_await listener;
  close(ends[0]);
  close(ends[1]);
}

int main() {
  testing::Stage().run(program());
}
