// Bug: each coroutine resumes the next one by symmetric transfer. g++ makes calls of that.
// Goes wrong: sanitizer (g++) "stack-overflow"
#include <coroutine>
#include <exception>
#include <utility>

// [bug]
class Transferring {
 public:
  struct promise_type {
    Transferring get_return_object() {
      return Transferring(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct End : std::suspend_always {
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> body) noexcept {
        return body.promise().caller;  // "resume that one now, in my place"
      }
    };
    End final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
    std::coroutine_handle<> caller = std::noop_coroutine();
  };

  explicit Transferring(std::coroutine_handle<promise_type> body) : body(body) {}
  Transferring(const Transferring&) = delete;
  ~Transferring() { body.destroy(); }

  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) {
    body.promise().caller = caller;
    return body;  // the same
  }
  void await_resume() {}

  std::coroutine_handle<promise_type> body;
};

Transferring ends_at_once() {
  co_return;
}

Transferring awaits(int times) {
  for (; times > 0; --times) co_await ends_at_once();
}

int main() {
  auto loop = awaits(1'000'000);
  loop.body.resume();
}
// [bug]
