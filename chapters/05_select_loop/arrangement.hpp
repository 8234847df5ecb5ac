#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "coroutine.hpp"
#include "event_loop.hpp"
#include "future.hpp"

/// @file
/// @brief The bridge from coroutines to the loop: "here is how to wake me".

namespace ch05 {

using ch02::Coroutine;
using ch02::None;
using ch03::Future;

/// How to wake a coroutine that waits: it is handed the call that does it, and sees to it
/// that the call is made, once and later.
using Arrangement = std::function<void(Callback wake)>;

/// A coroutine that waits by yielding an arrangement.
template <class Returned>
using Arranged = Coroutine<Arrangement, None, Returned>;

/// Runs one such coroutine, from arrangement to arrangement. The loop owns it until the body ends.
class Run {
 public:
  Run(EventLoop& loop, Arranged<void> body) : loop_(loop), body_(std::move(body)) {
    course::observer->made(this, body_.promise().name);
  }

  /// Goes on to the next arrangement, and makes that. What the body throws goes to the loop's
  /// exception handler.
  void step() {
    course::observer->begins(this);
    try {
      body_.next()([this] { step(); });
      return course::observer->waits(this, body_.promise().line);
    } catch (const ch02::StopIteration<void>&) {
    } catch (...) {
      loop_.call_exception_handler(std::current_exception());
    }
    course::observer->ended(this);
    loop_.let_go(this);  // the coroutine dies here: nothing may follow
  }

 private:
  EventLoop& loop_;
  Arranged<void> body_;
};

/// Has `loop` run `body`, from the next iteration on, and keep it meanwhile.
inline void start(EventLoop& loop, Arranged<void> body) {
  auto run = std::make_shared<Run>(loop, std::move(body));
  loop.keep(run);
  loop.call_soon([run = run.get()] { run->step(); });
}

/// Waits for `duration`, by a timer of `loop`.
inline Arranged<void> sleep(EventLoop& loop, Duration duration) {
  Arrangement after_a_while = [&](Callback wake) { loop.call_later(duration, wake); };
  co_yield after_a_while;
}

/// Waits until `descriptor` can be read.
inline Arranged<void> readable(EventLoop& loop, int descriptor) {
  Arrangement once_readable = [&](Callback wake) { loop.add_reader(descriptor, wake); };
  co_yield once_readable;
  loop.remove_reader(descriptor);
}

/// Waits until `future` is done.
/// @return its result, when awaited.
/// @throws what the future holds instead of one.
template <class T>
Arranged<T> result_of(Future<T> future) {
  Arrangement once_done = [&](Callback wake) {
    future.add_done_callback([wake](const Future<T>&) { wake(); });
  };
  if (!future.done()) co_yield once_done;
  co_return future.result();
}

}  // namespace ch05
