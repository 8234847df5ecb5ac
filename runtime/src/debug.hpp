#pragma once

#include <memory>

#include "huddle/instrument.hpp"

/// @file
/// @brief What looks on by itself: slow steps in debug mode, and the trace.

namespace huddle {

class Loop;

/// Reports what holds up the loop for longer than 100 ms.
std::unique_ptr<Instrument> make_slow_steps(Loop& loop);
/// Writes a trace of `loop` to the file that `HUDDLE_TRACE` names; null where it names none.
std::unique_ptr<Instrument> trace_of_environment(Loop& loop);

}  // namespace huddle
