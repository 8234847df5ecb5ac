#pragma once

#include <thread>
#include <utility>

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

/// @file
/// @brief What is so while a loop runs, and while it is closed.

namespace huddle {

// Makes the loop the running one, and undoes that.
struct Loop::Running {
  explicit Running(Loop& loop) : loop(loop) {
    loop.require_open();
    if (loop.running_) throw InvalidStateError("this event loop is running already");
    if (current_) throw InvalidStateError("another event loop is running on this thread");
    loop.running_ = true;
    loop.thread_ = std::this_thread::get_id();
    current_ = &loop;
    report_to(&loop);
  }
  ~Running() {
    report_to(nullptr);
    current_ = nullptr;
    loop.running_ = loop.stopping_ = false;
  }
  Loop& loop;
};

// The same for its end, which may come while another loop runs.
struct Loop::Closing {
  explicit Closing(Loop& loop)
      : loop(loop),
        outer(std::exchange(current_, &loop)),
        stack(std::exchange(Stack::current, nullptr)) {
    loop.running_ = loop.closed_ = true;
    loop.thread_ = std::this_thread::get_id();
    report_to(&loop);
  }
  ~Closing() {
    report_to(outer);
    Stack::current = stack;
    current_ = outer;
    loop.running_ = false;
  }
  Loop& loop;
  Loop* outer;
  Stack* stack;
};

}  // namespace huddle
