#pragma once

#include <deque>
#include <utility>

#include "callback_queue.hpp"
#include "coroutine.hpp"
#include "observer.hpp"

/// @file
/// @brief Who resumes whom: everybody in turn, for as long as anybody is left.

namespace ch04 {

using ch02::Coroutine;
using ch02::None;

/// A coroutine that waits by yielding nothing: "not yet, ask me again".
template <class Returned>
using Asked = Coroutine<None, None, Returned>;

/// Lets everybody else have a turn: the one place where a coroutine really pauses.
inline Asked<void> yield_to_event_loop() {
  co_yield None{};
}

/// Gives coroutines their turns, one after the other. One that waits looks whether its time has
/// come, and yields when it has not. The scheduler never rests while one is left.
class Scheduler : public ch03::CallbackQueue {
 public:
  /// Takes a coroutine in. It begins when it is its turn, never inside this call.
  void start(Asked<void> coroutine) {
    course::observer->made(&coroutine.promise(), coroutine.promise().name);
    turns_.push_back(std::move(coroutine));
  }

  /// Gives turns until all coroutines have ended. Callbacks are called between two turns.
  /// @throws whatever a coroutine throws; the others stay, and another call goes on with them.
  void run_until_complete() {
    run();
    while (!turns_.empty()) {
      give_turn();
      run();
    }
  }

  /// How many turns it has given.
  long long turns_given() const noexcept { return turns_given_; }

 private:
  void give_turn() {
    Asked<void> coroutine = std::move(turns_.front());
    turns_.pop_front();
    ++turns_given_;
    const auto& promise = coroutine.promise();
    course::observer->begins(&promise);
    try {
      coroutine.next();
    } catch (const ch02::StopIteration<void>&) {
      course::observer->ended(&promise);
      return;
    } catch (...) {
      course::observer->ended(&promise);
      throw;
    }
    course::observer->waits(&promise, promise.line);
    turns_.push_back(std::move(coroutine));
  }

  std::deque<Asked<void>> turns_;
  long long turns_given_ = 0;
};

}  // namespace ch04
