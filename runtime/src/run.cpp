#include "huddle/run.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <vector>

#include "huddle/errors.hpp"
#include "sys.hpp"

namespace huddle {

namespace {

// What the signal handler may touch: plain numbers.
std::atomic<int> signal_descriptor{-1};
std::atomic<int> signals_seen{0};

extern "C" void huddle_on_signal(int number) {
  if (signals_seen.fetch_add(1) > 0) {  // nobody listens: let it kill
    std::signal(number, SIG_DFL);
    std::raise(number);
    return;
  }
  const std::uint64_t one = 1;
  static_cast<void>(::write(signal_descriptor.load(), &one, sizeof one));
}

// Takes SIGINT and SIGTERM while it lives, and has `callback` called in the loop for the first.
class Signals {
 public:
  Signals(Loop& loop, const std::vector<int>& numbers, Function<void()> callback) : loop_(loop) {
    if (numbers.empty()) return;
    const int descriptor = sys::eventfd();
    if (descriptor < 0) sys::fail("eventfd()");
    int nobody = -1;
    if (!signal_descriptor.compare_exchange_strong(nobody, descriptor)) {
      ::close(descriptor);
      return;  // another Runner takes them
    }
    descriptor_ = descriptor;
    signals_seen = 0;
    loop_.add_reader(descriptor_, std::move(callback));
    loop_.expect(-1);
    struct sigaction action {};
    action.sa_handler = huddle_on_signal;
    for (const int number : numbers) {
      taken_.emplace_back(number, std::signal(number, SIG_DFL));
      ::sigaction(number, &action, nullptr);
    }
  }
  Signals(const Signals&) = delete;
  ~Signals() {
    if (descriptor_ < 0) return;
    for (const auto& [number, before] : taken_) std::signal(number, before);
    loop_.expect(+1);
    loop_.remove_reader(descriptor_);
    loop_.descriptors().closing(descriptor_);
    signal_descriptor = -1;
    ::close(descriptor_);
  }

 private:
  Loop& loop_;
  int descriptor_ = -1;
  std::vector<std::pair<int, void (*)(int)>> taken_;
};

}  // namespace

Runner::Runner(const RunOptions& options)
    : loop_(options.loop_), interrupt_(options.interrupt_), terminate_(options.terminate_) {}

Runner::~Runner() {
  close();
}

void Runner::require_ready() const {
  if (Loop::current())
    throw InvalidStateError("run() was called while an event loop runs: co_await the coroutine");
  if (loop_.is_closed()) throw InvalidStateError("the runner is closed");
}

void Runner::run_task(TaskState& main) {
  main.context_in_use = &context_;
  loop_.adopt(main);
  std::vector<int> numbers;
  if (interrupt_) numbers.push_back(SIGINT);
  if (terminate_) numbers.push_back(SIGTERM);
  bool interrupted = false;
  {
    const Signals signals(loop_, numbers, [&] {
      if (std::exchange(interrupted, true)) return;
      main.cancel("");
    });
    loop_.run_until(main);
  }
  if (interrupted && main.status == FutureState::Status::cancelled && main.uncancel() == 0)
    throw KeyboardInterrupt();
}

void Runner::close() {
  if (loop_.is_closed()) return;
  loop_.finish_tasks();
  loop_.close();
}

}  // namespace huddle
