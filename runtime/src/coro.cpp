#include "huddle/coro.hpp"

#include <cstdlib>

#include "huddle/errors.hpp"
#include "huddle/report.hpp"

namespace huddle {

void report_never_awaited(const char* function, const Where& where) noexcept {
  const std::string name = function_name(function);
  report(Report("coroutine '" + name + "' was never awaited", nullptr, where));
}

void stop_at_miscompiled_coroutine() noexcept {
  report(Report(
      "the compiler has laid out a coroutine wrongly, as g++ 12 does when it has no local "
      "variable, "
      "and a co_await in the condition of an if, a loop or a switch: give the result a name first, "
      "as in bool late = co_await ...; if (late)"));
  std::abort();
}

void throw_awaited_before() {
  throw InvalidStateError(
      "this coroutine was awaited or moved away before: call its function again for another one");
}

}  // namespace huddle
