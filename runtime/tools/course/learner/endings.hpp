#pragma once

/// @file
/// @brief Takes down how and where a test program ends that does not end well.

namespace learner {

/// From now on signals, std::terminate, exit(), a lack of memory and undefined behaviour are told
/// in the report.
void watch_endings();
/// All tests ran: what follows is no fault of the reader's.
void tests_are_over();

}  // namespace learner
