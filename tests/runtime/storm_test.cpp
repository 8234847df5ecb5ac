// Random cancellations of those who wait at locks, semaphores, conditions, events and barriers.
#include "storm.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <type_traits>

#include "huddle/huddle.hpp"

namespace huddle {
namespace {

// --- Locks and semaphores ------------------------------------------------------------------------

// Some come for a grant, stay a while, and give it back.
template <class Giver>
class Visitors {
 public:
  template <class... Permits>
  Visitors(Storm& storm, int room, Permits... permits)
      : storm_(storm), giver_(permits...), room_(room) {}

  Coro<void> run() {
    for (int i = 0; i < 3 * room_ + 3; ++i) storm_.expose(visit());
    co_await storm_.blow([this] {
      EXPECT_EQ(giver_.locked(), inside_ == room_);
      if (!giver_.locked()) {
        EXPECT_EQ(waiting_, 0);
      }
    });
    co_await storm_.calm();
    EXPECT_EQ(inside_, 0);
    EXPECT_TRUE(giver_.line().empty());
    for (int i = 0; i < room_; ++i) EXPECT_TRUE(giver_.try_acquire());
    EXPECT_FALSE(giver_.try_acquire());
    for (int i = 0; i < room_; ++i) giver_.release();
    if constexpr (!std::is_same_v<Giver, Semaphore>) {
      EXPECT_THROW(giver_.release(), InvalidStateError);
    }
  }

 private:
  Coro<void> visit() {
    while (storm_.rages()) {
      std::optional<Held<Giver>> held;
      bool struck = false;
      ++waiting_;
      try {
        held.emplace(co_await giver_.acquire());
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      --waiting_;
      if (held) {
        EXPECT_LE(++inside_, room_);
        if (storm_.one_in(2)) co_await storm_.rest();
        --inside_;
        held.reset();
        if (storm_.one_in(2)) storm_.strike();
      }
      if (struck || storm_.one_in(4)) co_await storm_.rest(struck);
    }
  }

  Storm& storm_;
  Giver giver_;
  const int room_;
  int waiting_ = 0, inside_ = 0;
};

TEST(Storms, leave_a_lock_free) {
  in_many_storms<Visitors<Lock>>(1);
}

TEST(Storms, leave_a_semaphore_all_its_permits) {
  in_many_storms<Visitors<Semaphore>>(3, 3u);
}

TEST(Storms, leave_a_bounded_semaphore_all_its_permits_and_none_too_many) {
  in_many_storms<Visitors<BoundedSemaphore>>(2, 2u);
}

// --- Conditions ----------------------------------------------------------------------------------

// Some wait for fish, under a lock; others bring it, and tell.
class Larder {
 public:
  explicit Larder(Storm& storm) : storm_(storm) {}

  Coro<void> run() {
    for (int i = 0; i < 5; ++i) storm_.expose(eat());
    for (int i = 0; i < 2; ++i) storm_.expose(bring());
    co_await storm_.blow([this] {
      EXPECT_EQ(brought_, eaten_ + fish_);
      if (fish_ > 0 && !changed_.lock().locked()) {
        EXPECT_EQ(hungry_, 0);
      }
    });
    {
      auto held = co_await changed_.lock().acquire();
      closed_ = true;
      changed_.notify_all();
    }
    co_await storm_.calm();
    EXPECT_EQ(brought_, eaten_ + fish_);
    EXPECT_FALSE(changed_.lock().locked());
    EXPECT_TRUE(changed_.lock().line().empty());
  }

 private:
  Coro<void> eat() {
    while (!closed_) {
      bool struck = false;
      try {
        auto held = co_await changed_.lock().acquire();
        const Hungry hungry(*this);
        co_await changed_.wait_for([this] { return fish_ > 0 || closed_; });
        if (fish_ > 0) --fish_, ++eaten_;
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      if (struck || storm_.one_in(3)) co_await storm_.rest(struck);
    }
  }
  // Whichever way the wait ends, the lock is held, and by nobody else.
  struct Hungry {
    explicit Hungry(Larder& larder) : larder(larder) { ++larder.hungry_; }
    ~Hungry() {
      --larder.hungry_;
      EXPECT_TRUE(larder.changed_.lock().locked());
      EXPECT_FALSE(larder.somebody_brings_);
    }
    Larder& larder;
  };

  Coro<void> bring() {
    while (storm_.rages()) {
      co_await storm_.rest();
      try {
        auto held = co_await changed_.lock().acquire();
        somebody_brings_ = true;
        const std::size_t more = 1 + storm_.below(2);
        fish_ += more;
        brought_ += more;
        if (storm_.one_in(4))
          changed_.notify_all();
        else
          changed_.notify(more);
        if (storm_.one_in(2)) storm_.strike();
        if (storm_.one_in(2)) co_await storm_.rest();  // those who were told wait for the lock
        somebody_brings_ = false;
      } catch (const CancelledError&) {
        storm_.note_delivery();
      }
      if (storm_.one_in(2)) storm_.strike();
    }
  }

  Storm& storm_;
  Condition changed_;
  std::size_t fish_ = 0, brought_ = 0, eaten_ = 0;
  int hungry_ = 0;
  bool somebody_brings_ = false;
  bool closed_ = false;
};

TEST(Storms, lose_no_notification_of_a_condition) {
  in_many_storms<Larder>();
}

// --- Events --------------------------------------------------------------------------------------

// Some wait for a bell, which rings now and then.
class Belfry {
 public:
  explicit Belfry(Storm& storm) : storm_(storm) {}

  Coro<void> run() {
    for (std::size_t i = 0; i < waiting_since_.size(); ++i) storm_.expose(wait(i));
    storm_.expose(ring());
    co_await storm_.blow([this] {
      for (const int since : waiting_since_)
        if (since != not_waiting) {
          EXPECT_EQ(since, rung_);
          EXPECT_FALSE(bell_.is_set());
        }
    });
    bell_.set();
    co_await storm_.calm();
  }

 private:
  static constexpr int not_waiting = -1;

  Coro<void> wait(std::size_t place) {
    while (storm_.rages()) {
      waiting_since_[place] = rung_;
      bool struck = false;
      try {
        co_await bell_.wait();
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      }
      waiting_since_[place] = not_waiting;
      if (struck || bell_.is_set() || storm_.one_in(2)) co_await storm_.rest(struck);
    }
  }
  Coro<void> ring() {
    while (storm_.rages()) {
      co_await storm_.rest();
      bell_.set();
      ++rung_;
      if (storm_.one_in(2)) storm_.strike();
      if (storm_.one_in(4)) co_await storm_.rest();
      bell_.clear();
      if (storm_.one_in(2)) storm_.strike();
    }
    bell_.set();
  }

  Storm& storm_;
  Event bell_;
  int rung_ = 0;
  std::array<int, 5> waiting_since_{not_waiting, not_waiting, not_waiting, not_waiting,
                                    not_waiting};
};

TEST(Storms, leave_nobody_at_an_event_that_was_set) {
  in_many_storms<Belfry>();
}

// --- Barriers ------------------------------------------------------------------------------------

// Three at a time pass.
class Pass {
 public:
  explicit Pass(Storm& storm) : storm_(storm) {}

  Coro<void> run() {
    for (int i = 0; i < 5; ++i) storm_.expose(come());
    co_await storm_.blow([this] {
      EXPECT_LT(waiting_, 3u);
      EXPECT_EQ(barrier_.waiting(), waiting_);
      for (const int passed : passed_) EXPECT_EQ(passed, passed_[0]);
    });
    barrier_.abort();
    co_await storm_.calm();
    EXPECT_EQ(barrier_.waiting(), 0u);
    EXPECT_GT(passed_[0], 0);
  }

 private:
  Coro<void> come() {
    while (storm_.rages()) {
      ++waiting_;
      bool struck = false;
      try {
        const std::size_t index = co_await barrier_.wait();
        ++passed_.at(index);
        if (storm_.one_in(2)) storm_.strike();
      } catch (const CancelledError&) {
        struck = storm_.note_delivery();
      } catch (const BrokenBarrierError&) {
      }
      --waiting_;
      co_await storm_.rest(struck);
    }
  }

  Storm& storm_;
  Barrier barrier_{3};
  std::size_t waiting_ = 0;
  std::array<int, 3> passed_{};
};

TEST(Storms, let_as_many_pass_a_barrier_as_have_come) {
  in_many_storms<Pass>();
}

}  // namespace
}  // namespace huddle
