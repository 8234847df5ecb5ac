#pragma once

#include <string>

#include "plan.hpp"
#include "workshop.hpp"

/// @file
/// @brief Where in the sources a test program ended, from the addresses that it took down.

namespace course {

/// The report with its lines `frames` (addresses, innermost call first) replaced by lines `at` (a
/// file and a line): the innermost call in the reader's files; where there is none, that in the
/// test; where there is none, that in the chapters. Nothing stands for what cannot be found out.
/// @param program what wrote it, in the workshop.
std::string with_lines(const std::string& report, const Workshop& shop, const fs::path& program,
                       const Plan& plan);

}  // namespace course
