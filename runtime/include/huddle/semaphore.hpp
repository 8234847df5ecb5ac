#pragma once

#include <cstddef>
#include <string_view>

#include "huddle/list.hpp"
#include "huddle/lock.hpp"
#include "huddle/with.hpp"

/// @file
/// @brief Not more than so many at a time.

namespace huddle {

/// Has a number of permits, and grants them in the order in which tasks ask. Nobody overtakes: a
/// permit that is given back while somebody waits is set aside for that one.
///
///     Semaphore downloads(3);
///     auto permit = co_await downloads.acquire();
///
/// It must outlive those who hold a permit or wait for one.
class Semaphore {
 public:
  /// @param permits how many there are to begin with; 0 is fine.
  explicit Semaphore(std::size_t permits = 1) noexcept : free_(permits) {}
  Semaphore(const Semaphore&) = delete;

  /// Suspends until a permit is granted; if one is free, does not suspend. Cancelled, none is held.
  /// @return a Held<Semaphore>, which gives it back.
  [[nodiscard]] Grant<Semaphore> acquire() noexcept { return Grant<Semaphore>(*this); }
  /// Takes a permit if one is free. Then release() is yours to call.
  bool try_acquire() noexcept {
    if (free_ == 0) return false;
    --free_;
    return true;
  }
  /// Gives one permit, to the first who waits or to all. Nobody need have taken it before.
  void release() noexcept;
  /// Whether an acquire() would have to wait.
  bool locked() const noexcept { return free_ == 0; }
  /// How many permits are free.
  std::size_t value() const noexcept { return free_; }

  /// For with(): the body receives the Held<Semaphore>.
  Grant<Semaphore> enter() noexcept { return acquire(); }
  /// The body's permit gives itself back; an error goes on.
  Immediately<bool> exit(const Failure&) noexcept { return Immediately<bool>(false); }

  List<Node>& line() noexcept { return line_; }
  static constexpr std::string_view kind = "a semaphore";

 private:
  std::size_t free_;
  List<Node> line_;
};

/// A Semaphore that refuses a permit too many: one that nobody took.
class BoundedSemaphore {
 public:
  /// @param permits how many there are; no more can be free.
  explicit BoundedSemaphore(std::size_t permits = 1) noexcept
      : taken_from_(permits), all_(permits) {}

  /// As Semaphore's.
  [[nodiscard]] Grant<BoundedSemaphore> acquire() noexcept {
    return Grant<BoundedSemaphore>(*this);
  }
  /// As Semaphore's.
  bool try_acquire() noexcept { return taken_from_.try_acquire(); }
  /// @throws InvalidStateError when all permits are there.
  void release();
  /// As Semaphore's.
  bool locked() const noexcept { return taken_from_.locked(); }
  /// As Semaphore's.
  std::size_t value() const noexcept { return taken_from_.value(); }

  /// As Semaphore's.
  Grant<BoundedSemaphore> enter() noexcept { return acquire(); }
  /// As Semaphore's.
  Immediately<bool> exit(const Failure&) noexcept { return Immediately<bool>(false); }

  List<Node>& line() noexcept { return taken_from_.line(); }
  static constexpr std::string_view kind = Semaphore::kind;

 private:
  Semaphore taken_from_;
  std::size_t all_;
};

}  // namespace huddle
