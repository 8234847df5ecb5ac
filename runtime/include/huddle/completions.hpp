#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "huddle/clock.hpp"
#include "huddle/list.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Which of several has ended: what wait() and as_completed() are made of.

namespace huddle {

/// Watches some futures or tasks, and tells which have ended, in the order in which they do. It
/// cancels nothing.
class Completions {
 public:
  /// @param most how many will be added. @param limit from when on to wait no longer; nothing is
  ///        no limit. @throws InvalidStateError when no loop runs.
  Completions(std::size_t most, std::optional<Duration> limit);
  Completions(const Completions&) = delete;
  ~Completions();

  /// Watches one more, whose number is how many were added before.
  void add(FutureState& state);
  /// Suspends until one has ended that was not told yet, or the time is up. Cancelled, nothing was
  /// told.
  /// @return its number; nothing when all were told, when the time is up, and when somebody else
  ///         who waits was told it.
  auto next() noexcept { return Next(*this); }
  /// Whether next() has nothing more to tell.
  bool all_told() const noexcept { return told_ == count_; }
  /// Whether the limit is over, and next() waits no longer.
  bool time_is_up() const noexcept { return time_is_up_; }

 private:
  // Stands in a future's line of observers, and has its turn when that has ended.
  struct Child final : Node {
    void fire() noexcept override;
    void turn() override { parent->ended(number); }
    Completions* parent = nullptr;
    std::size_t number = 0;
    Ref<FutureState> state;
  };
  struct Alarm final : Node {
    explicit Alarm(Completions& parent) noexcept : parent(parent) {}
    void fire() noexcept override;
    void turn() override;
    Completions& parent;
  };
  class NextWaiter final : public Waiter {
   public:
    explicit NextWaiter(Completions& all) noexcept : all_(all) {}
    bool await_ready() const noexcept {
      return !all_.ended_.empty() || all_.all_told() || all_.time_is_up_;
    }
    std::optional<std::size_t> await_resume();
    std::string_view kind() const noexcept override { return "one of several to end"; }
    void list_awaited(std::vector<TaskState*>& tasks) const override;

   private:
    void begin() override { all_.line_.push_back(*this); }
    Completions& all_;
  };
  class Next {
   public:
    explicit Next(Completions& all) noexcept : all_(all) {}
    NextWaiter operator co_await() const noexcept { return NextWaiter(all_); }

   private:
    Completions& all_;
  };

  void ended(std::size_t number);
  void wake_all() noexcept;

  Loop& loop_;
  std::unique_ptr<Child[]> children_;
  std::size_t count_ = 0;
  std::size_t told_ = 0;
  std::deque<std::size_t> ended_;  // and not told yet
  List<Node> line_;
  Alarm alarm_{*this};
  bool time_is_up_ = false;
};

}  // namespace huddle
