#include "huddle/testing.hpp"

#include <filesystem>
#include <iterator>

#include "huddle/errors.hpp"
#include "huddle/task_tree.hpp"

namespace huddle::testing {

namespace {

int open_descriptors() {
  const std::filesystem::directory_iterator open("/proc/self/fd");
  return static_cast<int>(std::distance(begin(open), end(open)));
}

// Cancels one task where it suspends for the k-th time.
class Canceller final : public Instrument {
 public:
  explicit Canceller(int k) noexcept : left_(k) {}
  void watch(TaskState& task) noexcept { task_ = &task; }
  bool happened() const noexcept { return left_ == 0; }

  void step_ends(TaskState& task) override {
    if (&task == task_ && task.blocked && left_ > 0 && --left_ == 0) task.cancel("injected");
  }

 private:
  TaskState* task_ = nullptr;
  int left_;
};

}  // namespace

Stage::Stage(RunOptions options) : descriptors_(open_descriptors()) {
  runner_.emplace(options.clock(clock_).keyboard_interrupt(false));
  descriptors_ = open_descriptors();
  runner_->loop().set_exception_handler(
      [this](const Report& report) { reports_.push_back(report); });
}

void Stage::finish() {
  std::string left;
  if (!allow_tasks_ && !loop().all_tasks().empty())
    left += "tasks that are still alive:\n" + task_tree(loop());
  loop().finish_tasks();
  for (const Report& report : reports_)
    left += "a report that nobody took: " + report.text() + '\n';
  reports_.clear();
  const int more = open_descriptors() - descriptors_;
  if (more > 0) left += std::to_string(more) + " descriptors left open\n";
  if (left.empty()) return;
  left.pop_back();  // the last line needs no end
  throw Leftover("a test left this behind:\n" + left);
}

// How many stand in a loop's ready queue only to see whether others do.
struct Settling {
  std::size_t count = 0;
};
struct OneMore {
  explicit OneMore(Settling& all) noexcept : all(all) { ++all.count; }
  OneMore(const OneMore&) = delete;
  ~OneMore() { --all.count; }
  Settling& all;
};

Coro<void> settle() {
  Loop& loop = Loop::running();
  Settling& settling = loop.belonging<Settling>();
  do {
    const OneMore me(settling);
    co_await yield();
  } while (loop.count_ready() > settling.count);
}

Coro<void> advance(Duration duration) {
  co_await sleep(duration);
  co_await settle();
}

bool cancel_at(int k, std::function<Coro<void>()> body) {
  Canceller canceller(k);
  Stage stage;
  stage.loop().add_instrument(canceller);
  const auto main = [&]() -> Coro<void> {
    const Task<void> task = create_task(body(), "the body");
    canceller.watch(task.state());
    try {
      co_await task;
    } catch (const CancelledError&) {
      if (!canceller.happened()) throw;
    }
  };
  stage.run(main());
  return canceller.happened();
}

int cancel_everywhere(const std::function<Coro<void>()>& body) {
  int k = 1;
  while (cancel_at(k, body)) ++k;
  return k - 1;
}

}  // namespace huddle::testing
