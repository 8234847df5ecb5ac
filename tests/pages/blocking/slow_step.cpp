// Somebody holds up everybody else, and debug mode says who.
#include <thread>

#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [slow]
void resize() {
  std::this_thread::sleep_for(200ms);  // or a loop that computes for as long
}

Coro<void> makes_thumbnails() {
  co_await sleep(1ms);
  resize();
  co_await sleep(1ms);  // line 17
}

Coro<void> async_main() {
  co_await create_task(makes_thumbnails(), "thumbnails");
}
// [slow]

int main() {
  run(async_main());
}
