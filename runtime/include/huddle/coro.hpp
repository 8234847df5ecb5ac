#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "huddle/attributes.hpp"
#include "huddle/frame_pool.hpp"
#include "huddle/outcome.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief A function that can wait: asyncio's `async def`.
///
/// A coroutine that awaits another suspends, and a third party, the Stack, resumes the other; when
/// that one has ended, the Stack resumes the first. So however deep coroutines await each other,
/// one `resume()` is on the C++ stack. (The obvious way, symmetric transfer, is no tail call with
/// g++ below -O2 nor under sanitizers, and overflows.) Chapter 6 builds this from nothing.

namespace huddle {

struct Frame;

/// The coroutines that await each other, as a stack: the top one runs, or waits for something.
class Stack {
 public:
  Stack() = default;
  Stack(const Stack&) = delete;

  /// Runs whatever is on top, until that waits for something outside or nothing is left. This must
  /// be the current one.
  void resume();
  /// Destroys all frames, the innermost first, one after the other however many there are.
  void unwind() noexcept;

  /// The stack that runs on this thread; null when none does.
  static inline constinit thread_local Stack* current = nullptr;

  /// The one that runs or waits; null when all have ended.
  Frame* top = nullptr;
  /// Set by whatever makes the top wait.
  bool waiting = false;
};

/// What every coroutine's promise begins with: its place in the stack.
struct Frame {
  /// The coroutine itself. A promise that begins with a Frame lies where a Frame would.
  std::coroutine_handle<> handle() noexcept {
    return std::coroutine_handle<Frame>::from_promise(*this);
  }

  /// For a promise's initial_suspend().
  struct Begin begin() noexcept;

  /// Who awaits it; null for a task's first.
  Frame* caller = nullptr;
  /// The function's name; `operator()` for a lambda.
  const char* function = "";
  /// The await that it is at; where the function is defined, before its first one.
  Where where;

  static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept {
    frame_pool::release(frame, size);
  }
};

/// Ends the program: the frame of a coroutine does not look as its handle says.
[[noreturn]] void stop_at_miscompiled_coroutine() noexcept;

/// Before the body. g++ 12 lays a frame out wrongly when a coroutine without any local variable has
/// a `co_await` in the condition of an `if`, a loop or a `switch`: the promise is not where its
/// handle says. Then the first use of either would crash, or hang; so this looks. Optimised, it is
/// decided while compiling.
struct Begin : std::suspend_always {
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> body) const noexcept {
    Frame& frame = body.promise();
    if (frame.caller != &frame) stop_at_miscompiled_coroutine();
    frame.caller = nullptr;
  }
};
inline Begin Frame::begin() noexcept {
  caller = this;
  return {};
}

inline void Stack::resume() {
  waiting = false;
  do top->handle().resume();
  while (top && !waiting);
}

inline void Stack::unwind() noexcept {
  while (top) std::exchange(top, top->caller)->handle().destroy();
}

/// Reports a coroutine that was never awaited. `function` and `where` are of its definition.
void report_never_awaited(const char* function, const Where& where) noexcept;
/// Refuses to await a coroutine again.
[[noreturn]] void throw_awaited_before();

/// What an asynchronous function returns: the function, called and not yet begun. `co_await` it,
/// once, or make a task of it; the expression evaluates to what the body returns, or throws what it
/// throws. One that is dropped instead is reported.
///
/// Awaiting does not go through the loop: the body begins at once, and if it waits for nothing,
/// nobody else gets a turn meanwhile. `T` is an object type, an lvalue reference or `void`.
///
/// With g++ 12, name what a condition awaits: `bool late = co_await …; if (late)`. A coroutine that
/// has no local variable at all, and a `co_await` in a condition, is miscompiled, and says so.
///
///     Coro<int> answer() { co_return 42; }
///     Coro<void> asks() { std::cout << co_await answer() << '\n'; }
///     run(asks());
template <class T = void>
class HUDDLE_CORO Coro {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct promise_type : Frame, Returned<T> {
    HUDDLE_CORO_WRAPPER Coro get_return_object(const char* function = __builtin_FUNCTION(),
                                               const char* file = __builtin_FILE(),
                                               int line = __builtin_LINE()) noexcept {
      static_assert(alignof(promise_type) <= 2 * alignof(void*), "an over-aligned result");
      this->function = function;
      where = {file, line};
      return Coro(*this);
    }
    Begin initial_suspend() noexcept { return this->begin(); }
    struct End : std::suspend_always {
      void await_suspend(Handle body) noexcept {
        Frame& frame = body.promise();
        Stack::current->top = frame.caller;
      }
    };
    End final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { this->error = std::current_exception(); }

    // Every await leaves its place in the frame, for reports and for the tree of who waits.
    template <class Awaitable>
    Awaitable&& await_transform(Awaitable&& awaitable, const char* file = __builtin_FILE(),
                                int line = __builtin_LINE()) noexcept {
      where = {file, line};
      return static_cast<Awaitable&&>(awaitable);
    }
    template <class Inner>
    Coro<Inner> await_transform(Coro<Inner>&, const char* = "", int = 0) {
      static_assert(std::is_same_v<Inner, struct Never>,
                    "a coroutine is awaited once: one that has a name is moved from, as in "
                    "co_await std::move(it)");
    }
  };

  Coro(Coro&& other) noexcept : promise_(std::exchange(other.promise_, nullptr)) {}
  Coro& operator=(Coro other) noexcept {
    std::swap(promise_, other.promise_);
    return *this;
  }
  ~Coro() {
    if (!promise_) return;
    report_never_awaited(promise_->function, promise_->where);
    promise_->handle().destroy();
  }

  /// Whether it can still be awaited: not yet awaited, nor moved away.
  explicit operator bool() const noexcept { return promise_ != nullptr; }
  /// The name of the function.
  const char* function() const noexcept { return promise_ ? promise_->function : ""; }

  /// Where the function is defined.
  Where where() const noexcept { return promise_ ? promise_->where : Where{}; }

  /// For whoever runs it: gives the frame away, which is then that one's to destroy.
  /// @throws InvalidStateError when it was awaited before.
  promise_type& release() {
    if (!promise_) throw_awaited_before();
    return *std::exchange(promise_, nullptr);
  }
  /// Drops it quietly, without a report.
  void discard() noexcept {
    if (promise_) std::exchange(promise_, nullptr)->handle().destroy();
  }

  auto operator co_await() && { return Await(release()); }

 private:
  // While it is awaited, the frame belongs to the stack; in the end, to await_resume().
  class Await : public std::suspend_always {
   public:
    explicit Await(promise_type& inner) noexcept : inner_(inner) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) noexcept {
      Frame& frame = caller.promise();
      inner_.caller = &frame;
      Stack::current->top = &inner_;
    }
    T await_resume() {
      struct Destroy {
        promise_type& inner;
        ~Destroy() { inner.handle().destroy(); }
      } destroy{inner_};
      return inner_.take();
    }

   private:
    promise_type& inner_;
  };

  explicit Coro(promise_type& promise) noexcept : promise_(&promise) {}

  promise_type* promise_;
};

}  // namespace huddle
