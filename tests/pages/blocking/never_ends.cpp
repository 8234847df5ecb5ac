// A thread that does not end, and a program that does.
#include <cstdio>
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [limit]
void waits_for_a_key() {
  std::this_thread::sleep_for(1h);
}

Coro<void> async_main(ThreadPool& pool) {
  auto reads = run_in_executor(pool, WhenCancelled::abandon, waits_for_a_key);
  const bool typed = co_await move_on_after(10ms, std::move(reads));  // line 17
  if (!typed) std::puts("nobody typed anything");
}

int main() {
  ThreadPool pool(1);
  run(async_main(pool));
  pool.shutdown(10ms);
}
// [limit]
