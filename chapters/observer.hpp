#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

/// @file
/// @brief Where a chapter's loop tells what it does, for whoever wants to look on.

namespace course {

/// Looks on while a program runs. This one looks away; a Recording writes down what it sees.
///
/// `who` is a coroutine or a task, by an address that is its own while it lives. A `queue` calls in
/// the order of enqueuing. A `line` is one of the program's source.
class Observer {
 public:
  virtual ~Observer() = default;
  /// There is somebody new to follow.
  virtual void made(const void* /*who*/, std::string_view /*name*/) {}
  /// It runs from here on,
  virtual void begins(const void* /*who*/) {}
  /// and may await another coroutine, at this line, which runs in its place,
  virtual void awaits(const void* /*who*/, std::string_view /*name*/, int /*line*/) {}
  /// until that one has returned;
  virtual void returns(const void* /*who*/) {}
  /// until it waits, at this line,
  virtual void waits(const void* /*who*/, int /*line*/) {}
  /// or has ended.
  virtual void ended(const void* /*who*/) {}
  /// A call was put in line, by whoever runs now.
  virtual void enqueued(const void* /*queue*/) {}
  /// The first in line is called,
  virtual void calls(const void* /*queue*/) {}
  /// and has returned.
  virtual void called(const void* /*queue*/) {}
  /// A timer was set; `due` counts from the clock's own zero. Its `number` is its own.
  virtual void timer_set(std::uint64_t /*number*/, std::chrono::nanoseconds /*due*/) {}
  /// It has fired, or was cancelled.
  virtual void timer_gone(std::uint64_t /*number*/) {}
  /// A descriptor is watched from here on, for reading or for writing,
  virtual void watches(int /*descriptor*/, bool /*for_writing*/) {}
  /// and is no longer.
  virtual void unwatches(int /*descriptor*/, bool /*for_writing*/) {}
};

inline Observer looking_away;
/// The one who looks on.
inline Observer* observer = &looking_away;

}  // namespace course
