// Two tasks, each of which holds what the other one waits for.
#include <cstdio>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [deadlock]
Coro<void> moves(Lock& from, Lock& to) {
  auto first = co_await from.acquire();
  co_await sleep(1ms);
  auto second = co_await to.acquire();  // line 13
}

Coro<void> async_main() {
  Lock savings, wallet;
  auto body = [&](TaskGroup& group) -> Coro<void> {
    group.create_task(moves(wallet, savings), "saves");
    group.create_task(moves(savings, wallet), "spends");
    co_return;
  };
  co_await with(TaskGroup(), body);  // line 23
}

int main() {
  try {
    run(async_main());
  } catch (const DeadlockError& error) {
    std::puts(error.what());
  }
}
// [deadlock]
