#include "huddle/report.hpp"

#include <cstdio>

#include "huddle/errors.hpp"

namespace huddle {

namespace {

thread_local Reporter current_reporter = nullptr;
thread_local void* reporter_context = nullptr;

}  // namespace

std::string describe(const std::exception_ptr& error) {
  if (!error) return "no error";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (const CancelledError& cancelled) {
    return cancelled.message.empty() ? "cancelled" : "cancelled: " + cancelled.message;
  } catch (const KeyboardInterrupt&) {
    return "interrupted";
  } catch (...) {
    return "an error that is not a std::exception";
  }
}

bool is_keyboard_interrupt(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const KeyboardInterrupt&) {
    return true;
  } catch (...) {
    return false;
  }
}

std::string Report::text() const {
  std::string text = message;
  if (error) text += ": " + describe(error);
  if (!task.empty()) text += " (task " + task + ')';
  if (where) text += ", at " + to_string(where);
  return text;
}

void report(const Report& report) noexcept {
  if (current_reporter) return current_reporter(report, reporter_context);
  print(report);
}

void print(const Report& report) noexcept {
  try {
    std::fprintf(stderr, "%s\n", report.text().c_str());
  } catch (...) {
    std::fputs("a problem was reported, and there is no memory to say which\n", stderr);
  }
}

void set_reporter(Reporter reporter, void* context) noexcept {
  current_reporter = reporter;
  reporter_context = context;
}

}  // namespace huddle
