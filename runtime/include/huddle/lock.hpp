#pragma once

#include <string_view>
#include <utility>

#include "huddle/list.hpp"
#include "huddle/waiter.hpp"
#include "huddle/with.hpp"

/// @file
/// @brief One at a time.

namespace huddle {

/// Reports the error that is being handled: what a task held was given back by somebody else.
void report_given_back_before() noexcept;

/// What a task holds that it was granted: gives it back when it dies. Move-only.
template <class Giver>
class Held {
 public:
  explicit Held(Giver& giver) noexcept : giver_(&giver) {}
  Held(Held&& other) noexcept : giver_(std::exchange(other.giver_, nullptr)) {}
  Held& operator=(Held other) noexcept {
    std::swap(giver_, other.giver_);
    return *this;
  }
  ~Held() { release(); }

  /// Gives it back now. Twice is fine.
  void release() noexcept {
    if (!giver_) return;
    try {
      std::exchange(giver_, nullptr)->release();
    } catch (...) {
      report_given_back_before();
    }
  }
  /// Lets go of it without giving it back: somebody else is going to call the giver's release().
  void keep() noexcept { giver_ = nullptr; }

 private:
  Giver* giver_;
};

/// Waits until a giver grants something. A grant is set aside for the first in line when somebody
/// gives back, and nobody can overtake; where the one it is for is cancelled before its turn, it
/// passes on to the next.
template <class Giver>
class GrantWaiter final : public Waiter {
 public:
  explicit GrantWaiter(Giver& giver) noexcept : giver_(giver) {}

  bool await_ready() noexcept { return giver_.try_acquire(); }
  [[nodiscard]] Held<Giver> await_resume() {
    resumed();
    return Held<Giver>(giver_);
  }
  bool undo() noexcept override {
    giver_.release();
    return true;
  }
  std::string_view kind() const noexcept override { return Giver::kind; }

 private:
  void begin() override { giver_.line().push_back(*this); }

  Giver& giver_;
};
/// `co_await Grant(giver)`.
template <class Giver>
class [[nodiscard]] Grant {
 public:
  explicit Grant(Giver& giver) noexcept : giver_(giver) {}
  GrantWaiter<Giver> operator co_await() const noexcept { return GrantWaiter<Giver>(giver_); }

 private:
  Giver& giver_;
};

/// Lets one task in at a time, in the order in which they came.
///
///     Lock lock;
///     auto held = co_await lock.acquire();     // until `held` dies, or held.release()
///
///     co_await with(lock, [&](auto&) -> Coro<void> { co_await change_the_file(); });
///
/// An `acquire()` whose result has no name is given back at once.
/// It must outlive those who hold it or wait for it.
class Lock {
 public:
  Lock() = default;
  Lock(const Lock&) = delete;

  /// Suspends until the lock is granted; if it is free, does not suspend. Cancelled, nothing is
  /// held. @return a Held<Lock>, which gives it back.
  [[nodiscard]] Grant<Lock> acquire() noexcept { return Grant<Lock>(*this); }
  /// Takes it if it is free and nobody waits. Then release() is yours to call.
  bool try_acquire() noexcept { return !std::exchange(locked_, true); }
  /// Gives it to the first who waits, or to nobody. @throws InvalidStateError when it is free.
  void release();
  /// Whether somebody holds it.
  bool locked() const noexcept { return locked_; }

  /// For with(): the body receives the Held<Lock>.
  Grant<Lock> enter() noexcept { return acquire(); }
  /// The body's Held<Lock> gives the lock back; an error goes on.
  Immediately<bool> exit(const Failure&) noexcept { return Immediately<bool>(false); }

  List<Node>& line() noexcept { return line_; }
  static constexpr std::string_view kind = "a lock";
  /// One release() will come from somebody who does not hold it: a task that is taken down while it
  /// waits for a condition, which has the lock only when it wakes.
  void expect_vain_release() noexcept { ++vain_releases_; }

 private:
  bool locked_ = false;
  unsigned vain_releases_ = 0;
  List<Node> line_;
};

}  // namespace huddle
