#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "trial.hpp"

/// @file
/// @brief What trials came to, from one run of the runner to the next: one small file a trial.

namespace course {

/// What came of the trial that is kept in this file; none where there is none that can be read.
std::optional<Trial> recall(const fs::path& file);
/// Keeps it. `report` is what the test program wrote down.
void remember(const fs::path& file, const Trial& trial, const std::string& report);
/// Old trials go: the reader's files of last week do not come back.
void forget_old_ones();

}  // namespace course
