// A mistake that the usual order of turns hides.
#include <optional>

#include "../say.hpp"
#include "huddle/huddle.hpp"

using namespace huddle;

// [order]
std::optional<std::string> settings;

Coro<void> loads() {
  settings = "colour: blue";
  co_return;
}

Coro<void> draws() {
  say(settings ? "draws with " + *settings : "has no settings");
  co_return;
}

Coro<void> async_main() {
  co_await gather(loads(), draws());
}
// [order]

int main() {
  VirtualClock clock;
  run(async_main(), RunOptions().clock(clock));
}
