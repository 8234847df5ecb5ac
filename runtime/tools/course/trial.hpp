#pragma once

#include <string>
#include <utility>

#include "compilation.hpp"
#include "plan.hpp"
#include "report.hpp"

/// @file
/// @brief Builds a test program with the reader's files, and runs it with limits.

namespace course {

/// What came of it.
struct Trial {
  Compiled compiled;
  Report report;
  Ending ending;
  std::string printed;
};

/// Tries it, or remembers what came of it when nothing has changed since.
/// @param again whether to try once more what ended by its time limit: the machine may have been
///        busy.
Trial attempt(const Plan& plan, bool again = true);
/// Two at once.
std::pair<Trial, Trial> attempt_both(const Plan& one, const Plan& other, bool again = true);

/// The limits of a reader's program.
inline constexpr std::chrono::seconds run_time{10};
inline constexpr std::size_t mebibyte = std::size_t{1} << 20;
inline constexpr std::size_t run_memory = 1024 * mebibyte;
inline constexpr std::size_t printed_limit = mebibyte;

}  // namespace course
