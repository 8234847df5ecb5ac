// Cleaning up by awaiting: a context that is left by a coroutine.
#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;
using namespace std::chrono_literals;

// [context]
class Connection {
 public:
  Coro<Connection&> enter() {
    co_await sleep(1s);
    say("connected");
    co_return *this;
  }
  Coro<bool> exit(const Failure& failure) {
    say(failure.cancelled() ? "cancelled: says goodbye" : "done: says goodbye");
    co_await sleep(1s);
    say("the other side has said goodbye");
    co_return false;
  }
};
// [context]

// [main]
Coro<void> talks() {
  co_await with(Connection(), [](Connection&) -> Coro<void> { co_await sleep(1h); });
}

Coro<void> async_main() {
  Task<void> talking = create_task(talks());
  co_await sleep(5s);
  co_await talking.cancel_and_wait();
  say("it has ended");
}
// [main]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
