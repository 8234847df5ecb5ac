#pragma once

#include <exception>
#include <string>
#include <utility>

#include "huddle/where.hpp"

/// @file
/// @brief Problems that nobody is there to catch: an unread error, a coroutine never awaited.

namespace huddle {

/// One such problem. asyncio's exception handler gets the same things in its dictionary.
struct Report {
  /// One about `where`, with what was thrown; both may be left out.
  explicit Report(std::string message, std::exception_ptr error = nullptr, Where where = {})
      : message(std::move(message)), error(std::move(error)), where(where) {}

  std::string message;       ///< What happened, in a sentence without the error's own words.
  std::exception_ptr error;  ///< The error, where there is one.
  Where where;               ///< The place in the source that this is about, where one is known.
  std::string task;          ///< The name of the task, where it is about one.

  /// All of it, as it is printed.
  std::string text() const;
};

/// Takes reports. It must not throw.
using Reporter = void (*)(const Report& report, void* context);

/// Hands `report` to the loop that runs on this thread, for its exception handler; where none runs,
/// prints it on stderr.
void report(const Report& report) noexcept;

/// Prints it on stderr.
void print(const Report& report) noexcept;

/// Has reports of this thread go to `reporter` from now on, or to stderr where that is null.
void set_reporter(Reporter reporter, void* context) noexcept;

}  // namespace huddle
