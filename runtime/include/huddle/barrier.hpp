#pragma once

#include <cstddef>
#include <stdexcept>

#include "huddle/list.hpp"
#include "huddle/waiter.hpp"

/// @file
/// @brief Nobody goes on before all are there.

namespace huddle {

/// A barrier was reset or aborted while somebody waited, or is aborted.
struct BrokenBarrierError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Holds tasks back until a number of them have come; then all go on, and it begins anew.
///
///     Barrier all_fed(3);
///     co_await all_fed.wait();
///
/// It must outlive those who wait.
class Barrier {
 public:
  /// @throws std::invalid_argument when `parties` is 0.
  explicit Barrier(std::size_t parties);
  Barrier(const Barrier&) = delete;

  /// Suspends until `parties` tasks wait; the last does not suspend. Cancelled, a task has not
  /// come; but once all have come, it is too late to cancel, and the request stays.
  /// @return which one it is, from 0 in the order of their coming.
  /// @throws BrokenBarrierError
  auto wait() noexcept { return Wait(*this); }
  /// Whoever waits gets a BrokenBarrierError; who comes later waits as for a new one.
  void reset() noexcept;
  /// Whoever waits or comes gets a BrokenBarrierError.
  void abort() noexcept;
  /// Whether it is aborted.
  bool broken() const noexcept { return broken_; }
  /// How many it holds back, before all go on.
  std::size_t parties() const noexcept { return parties_; }
  /// How many wait.
  std::size_t waiting() const noexcept { return waiting_; }

 private:
  class PlaceWaiter final : public Waiter {
   public:
    explicit PlaceWaiter(Barrier& barrier) noexcept : barrier_(barrier) {}
    bool await_ready();
    std::size_t await_resume();
    bool undo() noexcept override { return false; }
    std::string_view kind() const noexcept override { return "a barrier"; }

   private:
    friend class Barrier;
    void begin() override;
    void leave() noexcept override;

    Barrier& barrier_;
    std::size_t index_ = 0;
    bool broken_ = false;
  };
  class [[nodiscard]] Wait {
   public:
    explicit Wait(Barrier& barrier) noexcept : barrier_(barrier) {}
    PlaceWaiter operator co_await() const noexcept { return PlaceWaiter(barrier_); }

   private:
    Barrier& barrier_;
  };

  void let_go(bool broken) noexcept;

  std::size_t parties_;
  std::size_t waiting_ = 0;
  bool broken_ = false;
  List<Node> line_;
};

}  // namespace huddle
