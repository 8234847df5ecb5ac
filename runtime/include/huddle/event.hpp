#pragma once

#include "huddle/list.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Something has happened, and everybody may know.

namespace huddle {

/// A flag that tasks can wait for.
///
///     Event ready;
///     co_await ready.wait();       // in any number of tasks
///     ready.set();                 // all of them go on
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;

  /// Suspends until it is set; if it is set, does not suspend. Who waits when it is set goes on,
  /// even if it is cleared before their turn.
  auto wait() noexcept { return Wait(*this); }
  /// Wakes all who wait, in order; who comes later does not wait.
  void set() noexcept;
  /// From now on, who comes waits.
  void clear() noexcept { set_ = false; }
  /// Whether it is set.
  bool is_set() const noexcept { return set_; }

 private:
  class SetWaiter final : public Waiter {
   public:
    explicit SetWaiter(Event& event) noexcept : event_(event) {}
    bool await_ready() const noexcept { return event_.set_; }
    void await_resume() { resumed(); }
    std::string_view kind() const noexcept override { return "an event"; }

   private:
    void begin() override { event_.line_.push_back(*this); }
    Event& event_;
  };
  class [[nodiscard]] Wait {
   public:
    explicit Wait(Event& event) noexcept : event_(event) {}
    SetWaiter operator co_await() const noexcept { return SetWaiter(event_); }

   private:
    Event& event_;
  };

  bool set_ = false;
  List<Node> line_;
};

}  // namespace huddle
