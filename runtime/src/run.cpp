#include "huddle/run.hpp"

#include <csignal>
#include <utility>

#include "huddle/errors.hpp"

namespace huddle {

Runner::Runner(const RunOptions& options)
    : loop_(options.loop_), interrupt_(options.interrupt_), terminate_(options.terminate_) {}

Runner::~Runner() {
  try {
    close();
  } catch (...) {
    report(Report("a runner was not closed in order", std::current_exception()));
  }
}

void Runner::require_ready() const {
  if (Loop::current())
    throw InvalidStateError("run() was called while an event loop runs: co_await the coroutine");
  if (loop_.is_closed()) throw InvalidStateError("the runner is closed");
}

void Runner::run_task(TaskState& main) {
  main.use(context_);
  loop_.adopt(main);
  loop_.make_ready(main);
  bool interrupted = false;
  const auto interrupt = [&] {
    if (!std::exchange(interrupted, true)) main.cancel("");
  };
  struct NoMore {
    Loop& loop;
    ~NoMore() { loop.remove_interrupts(); }
  } no_more{loop_};
  if (interrupt_) loop_.add_interrupt(SIGINT, interrupt);
  if (terminate_) loop_.add_interrupt(SIGTERM, interrupt);
  loop_.run_until(main);
  if (interrupted && main.status == FutureState::Status::cancelled && main.uncancel() == 0)
    throw KeyboardInterrupt();
}

void Runner::close() {
  if (loop_.is_closed()) return;
  if (loop_.is_running()) throw InvalidStateError("a runner cannot be closed while it runs");
  struct Closed {
    Loop& loop;
    ~Closed() { loop.close(); }
  } after{loop_};
  loop_.finish_tasks();
}

}  // namespace huddle
