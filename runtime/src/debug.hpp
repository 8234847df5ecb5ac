#pragma once

#include <memory>

#include "huddle/instrument.hpp"

/// @file
/// @brief What looks on by itself: slow steps in debug mode, and the trace.

namespace huddle {

class Loop;
class TaskState;
struct Frame;

/// Where a task is: the innermost of its coroutines that is not the library's own, if there is one;
/// null when it has ended.
const Frame* innermost_frame(const TaskState& task);
/// The await at which a task is now; where it has ended, or is in none but the library's own
/// coroutines, the place that made it.
Where place_of(const TaskState& task);
/// Reports what holds up the loop for longer than 100 ms.
std::unique_ptr<Instrument> make_slow_steps(Loop& loop);
/// Writes a trace of `loop` to the file that `HUDDLE_TRACE` names; null where it names none.
std::unique_ptr<Instrument> trace_of_environment(Loop& loop);

}  // namespace huddle
