#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "child.hpp"

/// @file
/// @brief A program that has the terminal for as long as it runs: its keys, its output, its Ctrl-C.

namespace course {

/// Runs it to its end.
/// @param time_limit after so long it is killed; 0: it may run for ever.
/// @throws Mistake when it cannot be started.
Ending run_in_foreground(const std::vector<std::string>& command, std::chrono::seconds time_limit);

/// How a program ended that did not end by itself: `crashed: segmentation fault.`
std::string signal_in_words(int signal);

}  // namespace course
