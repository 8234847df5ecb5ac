#include "stage.hpp"

#include <cstdio>
#include <map>
#include <string_view>

namespace {

std::map<std::string_view, Coro<void> (*)()>& scenarios() {
  static std::map<std::string_view, Coro<void> (*)()> all;
  return all;
}

VirtualClock virtual_clock;

std::string in_brackets(std::string text) {
  return text.empty() ? "" : "(" + text + ")";
}

}  // namespace

void say_line(const std::string& line) {
  const std::chrono::duration<double> time = virtual_clock.now().time_since_epoch();
  std::printf("%7.3f  %s\n", time.count(), line.c_str());
}

std::string name_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Boom& boom) {
    return "Boom" + in_brackets(boom.what());
  } catch (const Crash& crash) {
    return "Crash" + in_brackets(crash.what());
  } catch (const CancelledError& cancelled) {
    return "CancelledError" + in_brackets(cancelled.message);
  } catch (const ExceptionGroup& group) {
    std::string names;
    for (const std::exception_ptr& one : group.errors())
      names += (names.empty() ? "" : ", ") + name_of(one);
    return "ExceptionGroup" + in_brackets(names);
  } catch (const TimeoutError&) {
    return "TimeoutError";
  } catch (const BrokenBarrierError&) {
    return "BrokenBarrierError";
  } catch (const QueueEmpty&) {
    return "QueueEmpty";
  } catch (const QueueFull&) {
    return "QueueFull";
  } catch (const std::logic_error&) {
    return "misuse";
  } catch (const std::exception& other) {
    return other.what();
  }
}

Known::Known(const char* name, Coro<void> (*scenario)()) {
  scenarios().emplace(name, scenario);
}

int main(int count, char** arguments) {
  if (count != 2) {
    for (const auto& known : scenarios()) std::puts(known.first.data());
    return 0;
  }
  const auto found = scenarios().find(arguments[1]);
  if (found == scenarios().end()) {
    std::fprintf(stderr, "There is no scenario %s.\n", arguments[1]);
    return 2;
  }
  Runner runner(RunOptions().clock(virtual_clock));
  runner.loop().set_exception_handler([](const Report& report) {
    say("reported: ", report.error ? name_of(report.error) : "no error");
  });
  try {
    runner.run(found->second());
  } catch (...) {
    say("main ended with ", caught());
  }
}
