// Bug: a callback that owns its own handle.
// Goes wrong: sanitizer "detected memory leaks"
#include <iostream>
#include <memory>
#include <optional>

#include "virtual_time.hpp"

using namespace ch05;
using namespace std::chrono_literals;

// [bug]
int main() {
  VirtualTime<EventLoop> loop;
  auto alarm = std::make_shared<std::optional<Handle>>();
  *alarm = loop.call_later(1h, [alarm] { std::cout << "the alarm rings\n"; });
  loop.call_later(1s, [alarm] {
    std::cout << "the alarm is called off\n";
    (*alarm)->cancel();
  });
  loop.call_later(2h, [&] { loop.stop(); });
  loop.run_forever();
}
// [bug]
