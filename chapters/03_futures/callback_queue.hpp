#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "observer.hpp"
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
  virtual void enqueue(Callback callback) {
    course::observer->enqueued(this);
    line_.push_back(std::move(callback));
  }

  /// Calls them, oldest first, until none is left, those that callbacks add included. One that
  /// throws is reported, and the others are called all the same.
  void run() {
    while (!line_.empty()) {
      const Callback callback = std::move(line_.front());
      line_.pop_front();
      course::observer->calls(this);
      try {
        callback();
      } catch (...) {
        report("exception in a callback: " + describe(std::current_exception()));
      }
      course::observer->called(this);
    }
  }

  /// Owns `guest`, something that lives from callback to callback: until let_go(), at the latest
  /// until the queue dies.
  void keep(std::shared_ptr<void> guest) { guests_.emplace(guest.get(), guest); }
  /// Destroys `guest`, unless somebody else owns it, too.
  void let_go(void* guest) { guests_.erase(guest); }

 private:
  std::deque<Callback> line_;
  std::map<void*, std::shared_ptr<void>> guests_;  // declared last, so it dies first
};

}  // namespace ch03
