#pragma once

#include "huddle/clock.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief Looks on while a loop works: for tracing, debugging and tests.

namespace huddle {

class TaskState;

/// Is told what a loop does. Derive from it, override what you want to know, and hand it to
/// Loop::add_instrument(). A loop without one pays a test of a pointer for each step. What these
/// functions throw is reported, and the instrument is not asked again.
class Instrument {
 public:
  virtual ~Instrument() = default;
  /// A task was made, and has not begun.
  virtual void task_created(TaskState&) {}
  /// A task runs from here on,
  virtual void step_begins(TaskState&) {}
  /// until here, where it waits or has ended.
  virtual void step_ends(TaskState&) {}
  /// A task has ended; its result is there.
  virtual void task_ended(TaskState&) {}
  /// A callback runs from here on, which was registered at the place given,
  virtual void callback_begins(const Where&) {}
  /// until here.
  virtual void callback_ends(const Where&) {}
  /// Somebody's turn was brought about by whatever runs now.
  virtual void woken(TaskState&) {}
  /// The loop rests; `until` is when the next timer is due, or the end of time.
  virtual void rests(TimePoint /*until*/) {}
};

}  // namespace huddle
