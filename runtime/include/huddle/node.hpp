#pragma once

#include <cstdint>

#include "huddle/list.hpp"

/// @file
/// @brief Something that can be due: it waits in one line, and later stands in the ready queue.

namespace huddle {

/// A task, a waiter or a callback, as the loop and the lines see it. It stands in one line at a
/// time: first where it waits (at a future, a lock, among the timers), then in the ready queue.
class Node : public Link {
 public:
  /// Where it stands.
  enum class State : std::uint8_t {
    idle,       ///< waits for nothing
    waiting,    ///< stands where it waits
    woken,      ///< stands in the ready queue, since what it waited for has happened
    cancelled,  ///< stands in the ready queue, since it was told to give up
  };
  /// The `slot` of one that is not among the timers.
  static constexpr std::uint32_t no_slot = 0xffffffff;

  /// What it waits for has happened: it moves to the ready queue.
  virtual void fire() noexcept = 0;
  /// It has come to the front of the ready queue, and has left it. May destroy itself.
  virtual void turn() = 0;
  /// What it waits for is gone, and it will not happen. May destroy itself.
  virtual void drop() noexcept { unlink(); }

  /// Where it stands among the timers.
  std::uint32_t slot = no_slot;
  /// Where it stands now.
  State state = State::idle;
  /// The iteration in which it joined the ready queue, by its last digits.
  std::uint8_t epoch = 0;

 protected:
  Node() = default;
  ~Node() = default;
};

}  // namespace huddle
