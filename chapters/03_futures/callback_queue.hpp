#pragma once

#include <deque>
#include <functional>
#include <utility>

#include "report.hpp"

/// @file
/// @brief Calls that are due, but not now.

namespace ch03 {

/// Something to call later, once.
using Callback = std::function<void()>;

/// A line of callbacks. Whoever has something to announce puts the call in line instead of making
/// it on the spot; so nobody is called back in the middle of their own work.
class CallbackQueue {
 public:
  CallbackQueue() = default;
  CallbackQueue(const CallbackQueue&) = delete;
  virtual ~CallbackQueue() = default;

  /// Puts `callback` at the end of the line. It never runs inside this call.
  virtual void enqueue(Callback callback) { line_.push_back(std::move(callback)); }

  /// Calls them, oldest first, until none is left, those that callbacks add included. One that
  /// throws is reported, and the others are called all the same.
  void run() {
    while (!line_.empty()) {
      const Callback callback = std::move(line_.front());
      line_.pop_front();
      try {
        callback();
      } catch (...) {
        report("exception in a callback: " + describe(std::current_exception()));
      }
    }
  }

 private:
  std::deque<Callback> line_;
};

}  // namespace ch03
