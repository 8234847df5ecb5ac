// One mistake for each report.
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// To g++ a coroutine stands where it ends, to clang where it begins. So these are a line each.
// clang-format off
// [fetch]
Coro<void> fetch() { co_await yield(); throw std::runtime_error("no such page"); }  // line 14
AsyncGenerator<int> numbers() { for (int i = 0;; ++i) co_yield i; }  // line 15
// [fetch]
// clang-format on

// [mistakes]
Coro<void> never_awaited() {
  auto page = fetch();
  co_return;
}
Coro<void> never_read() {
  create_task(fetch(), "fetches");  // line 25
  co_await sleep(1ms);
}
Coro<void> never_read_either() {
  Future<int> answer;  // line 29
  answer.set_exception(std::runtime_error("no answer"));
  co_return;
}
Coro<void> throws_in_a_callback() {
  Loop::running().call_soon([] { throw std::runtime_error("nobody catches it"); });  // line 34
  co_await yield();
}
Coro<void> blocks() {
  std::this_thread::sleep_for(150ms);
  co_await yield();  // line 39
}
Coro<void> blocks_in_a_callback() {
  Loop::running().call_soon([] { std::this_thread::sleep_for(150ms); });  // line 42
  co_await yield();
}
Coro<void> leaves_a_generator() {
  auto all = numbers();
  co_await all.next();
}
Coro<void> calls_from_a_thread() {
  Loop& loop = Loop::running();
  co_await to_thread([&loop] { loop.call_soon([] {}); });  // line 51
}
// [mistakes]

Coro<void> async_main() {
  co_await never_awaited();
  co_await never_read();
  co_await never_read_either();
  co_await throws_in_a_callback();
  co_await create_task(blocks(), "blocks");
  co_await blocks_in_a_callback();
  co_await leaves_a_generator();
  try {
    co_await calls_from_a_thread();
  } catch (const InvalidStateError& error) {
    std::printf("thrown: %s\n", error.what());
  }
}

int main() {
  run(async_main());
}
