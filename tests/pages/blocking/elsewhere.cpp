// A call that blocks, on a thread; the loop runs on meanwhile.
#include <atomic>
#include <cstdio>
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [elsewhere]
std::atomic<int> ticks = 0;

std::size_t count_words(std::string text) {
  while (ticks < 3) std::this_thread::sleep_for(1ms);  // it takes as long as three ticks
  return text.empty() ? 0 : 1 + std::count(text.begin(), text.end(), ' ');
}

Coro<void> ticker() {
  while (ticks < 3) {
    co_await sleep(1ms);
    std::printf("tick %d\n", ++ticks);
  }
}

Coro<void> async_main() {
  create_task(ticker());
  std::size_t words = co_await to_thread(count_words, "penguins take turns");
  std::printf("%zu words\n", words);
}
// [elsewhere]

int main() {
  run(async_main());
}
