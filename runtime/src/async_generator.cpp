#include "huddle/async_generator.hpp"

#include <cstdlib>

#include "huddle/loop.hpp"
#include "huddle/report.hpp"

namespace huddle {

void report_unclosed(const char* function, const Where& where) noexcept {
  const Loop* loop = Loop::current();
  if (!loop || !loop->debug()) return;
  report(Report(
      "asynchronous generator '" + function_name(function) + "' was not closed: call aclose()",
      nullptr, where));
}

void stop_at_busy_generator(const char* function, const Where& where) noexcept {
  report(Report("asynchronous generator '" + function_name(function) +
                    "' was destroyed while a task waits for its next value: join the task first",
                nullptr, where));
  std::abort();
}

void throw_generator_is_busy() {
  throw InvalidStateError("another task waits for the next value of this generator: one at a time");
}

void throw_generator_goes_on() {
  throw InvalidStateError("the generator yields although it was closed: let GeneratorExit go on");
}

}  // namespace huddle
