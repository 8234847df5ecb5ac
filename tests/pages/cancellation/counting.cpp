// A time-out and a request from outside, in the same moment.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [both]
Coro<void> hour(Timeout&) {
  try {
    co_await sleep(1h);
  } catch (const CancelledError&) {
    say("inside: requests " + std::to_string(current_task()->cancelling()));
    throw;
  }
}

Coro<void> downloads() {
  try {
    co_await with(timeout(2s), hour);
  } catch (const TimeoutError&) {
    say("outside: it took too long");
  } catch (const CancelledError&) {
    say("outside: requests " + std::to_string(current_task()->cancelling()));
    throw;
  }
}

Coro<void> async_main() {
  Task<void> download = create_task(downloads());
  co_await sleep(2s);
  co_await download.cancel_and_wait();
  say(download.cancelled() ? "cancelled" : "ended well");
}
// [both]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
