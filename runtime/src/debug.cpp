#include "debug.hpp"

#include <chrono>
#include <cstdio>
#include <string>

#include "huddle/loop.hpp"

namespace huddle {

namespace {

constexpr auto slow = std::chrono::milliseconds(100);

// By the machine's clock, whatever the loop's is: the time that others had to wait.
class SlowSteps final : public Instrument {
 public:
  explicit SlowSteps(Loop& loop) noexcept : loop_(loop) {}

  void step_begins(TaskState&) override { begun_ = std::chrono::steady_clock::now(); }
  void step_ends(TaskState& task) override {
    const auto took = std::chrono::steady_clock::now() - begun_;
    if (took < slow) return;
    Report report("a step took " + in_seconds(took), nullptr, place_of(task));
    report.task = task.name();
    loop_.handle(report);
  }
  void callback_begins(const Where&) override { begun_ = std::chrono::steady_clock::now(); }
  void callback_ends(const Where& where) override {
    const auto took = std::chrono::steady_clock::now() - begun_;
    if (took >= slow) loop_.handle(Report("a callback took " + in_seconds(took), nullptr, where));
  }

 private:
  static std::string in_seconds(std::chrono::steady_clock::duration time) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f s", std::chrono::duration<double>(time).count());
    return text;
  }

  Loop& loop_;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace

std::unique_ptr<Instrument> make_slow_steps(Loop& loop) {
  return std::make_unique<SlowSteps>(loop);
}

}  // namespace huddle
