#include "huddle/coro.hpp"

#include "huddle/errors.hpp"
#include "huddle/report.hpp"

namespace huddle {

void report_never_awaited(const char* function, const Where& where) noexcept {
  const std::string name = function_name(function);
  report(Report("coroutine '" + name + "' was never awaited", nullptr, where));
}

void throw_awaited_before() {
  throw InvalidStateError(
      "this coroutine was awaited or moved away before: call its function again for another one");
}

}  // namespace huddle
