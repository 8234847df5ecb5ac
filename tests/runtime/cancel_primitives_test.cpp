// Locks, queues, threads and descriptors, cancelled wherever somebody waits for them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "huddle/huddle.hpp"
#include "operation.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// --- Locks ---------------------------------------------------------------------------------------

// Those that are acquired: all is taken when the two come.
template <class Giver>
std::vector<Operation> acquiring(const std::string& name, Giver World::*giver) {
  const auto takes = [giver](World& world) { EXPECT_TRUE((world.*giver).try_acquire()); };
  const auto gives = [giver](World& world) { (world.*giver).release(); };
  return {
      Operation(name,
                [giver](World& world) -> Coro<void> {
                  auto held = co_await (world.*giver).acquire();
                  const World::Inside inside(world);
                  EXPECT_EQ(world.inside, 1);
                })
          .prepare(takes)
          .happens(gives)
          .tidy(takes),
      Operation(name + "_and_stay",
                [giver](World& world) -> Coro<void> {
                  co_await with(world.*giver, [&](auto&) -> Coro<void> { co_await world.nap(); });
                })
          .prepare(takes)
          .happens(gives)
          .tidy(takes),
  };
}

// Where it dies, its task holds the lock.
struct HoldsTheLock {
  explicit HoldsTheLock(World& world) noexcept : world(world) {}
  ~HoldsTheLock() { EXPECT_TRUE(world.condition.lock().locked()); }
  World& world;
};

Coro<void> wait_and_pass_on(World& world) {
  auto held = co_await world.condition.lock().acquire();
  const HoldsTheLock holds(world);
  co_await world.condition.wait();
  world.condition.notify();
}

std::vector<Operation> conditions() {
  const auto notify = [](World& world) {
    EXPECT_TRUE(world.condition.lock().try_acquire());
    world.condition.notify();
  };
  return {
      Operation("condition", wait_and_pass_on).happens([notify](World& world) {
        notify(world);
        world.condition.lock().release();
      }),
      Operation("condition_whose_lock_is_held", wait_and_pass_on).happens([notify](World& world) {
        notify(world);
        Loop::running().call_later(1s, [&] { world.condition.lock().release(); });
      }),
      Operation("condition_that_is_true",
                [](World& world) -> Coro<void> {
                  auto held = co_await world.condition.lock().acquire();
                  co_await world.condition.wait_for([&] { return world.changed; });
                  world.condition.notify();
                })
          .happens([notify](World& world) {
            notify(world);  // in vain
            world.condition.lock().release();
            Loop::running().call_later(1s, [notify, &world] {
              world.changed = true;
              notify(world);
              world.condition.lock().release();
            });
          }),
  };
}

std::vector<Operation> meeting() {
  const auto comes = [](World& world) {
    const auto waits = [&world]() -> Coro<void> { co_await world.barrier.wait(); };
    world.others.push_back(create_task(waits));
  };
  return {
      Operation("event", [](World& world) -> Coro<void> { co_await world.event.wait(); })
          .happens([](World& world) { world.event.set(); })
          .tidy([](World& world) { world.event.clear(); }),
      Operation("event_that_is_cleared_at_once",
                [](World& world) -> Coro<void> { co_await world.event.wait(); })
          .happens([](World& world) {
            world.event.set();
            world.event.clear();
          }),
      Operation("barrier", [](World& world) -> Coro<void> { co_await world.barrier.wait(); })
          .happens(comes)
          .instead(comes),
  };
}

// --- Queues --------------------------------------------------------------------------------------

// One that takes one item.
template <class Q>
std::vector<Operation> queueing(const std::string& name, Q World::*queue) {
  const auto put = [queue](World& world) { (world.*queue).put_nowait(world.fish); };
  const auto get = [queue](World& world) { EXPECT_TRUE((world.*queue).get_nowait()); };
  return {
      Operation("get_from_a_" + name,
                [queue, put](World& world) -> Coro<void> {
                  const World::Fish got = co_await (world.*queue).get();
                  EXPECT_EQ(got, world.fish);
                  put(world);
                })
          .happens(put)
          .tidy(get),
      Operation("put_into_a_" + name,
                [queue, get](World& world) -> Coro<void> {
                  co_await (world.*queue).put(world.fish);
                  get(world);
                })
          .prepare(put)
          .happens(get)
          .tidy(put),
      Operation("join_a_" + name,
                [queue](World& world) -> Coro<void> { co_await (world.*queue).join(); })
          .prepare([put, get](World& world) {
            put(world);
            get(world);
          })
          .happens([queue](World& world) { (world.*queue).task_done(); }),
  };
}

// --- Threads and descriptors ---------------------------------------------------------------------

std::vector<Operation> threads() {
  const auto opens = [](World& world) { world.open_the_door(); };
  const auto joins = [](World& world) { world.pool.shutdown(); };
  const auto executes = [](WhenCancelled when_cancelled) {
    return [when_cancelled](World& world) -> Coro<void> {
      const auto call = [&world] { return world.pass_the_door(); };
      const int number = co_await run_in_executor(world.pool, when_cancelled, call);
      EXPECT_GT(number, 0);
    };
  };
  return {
      Operation("executor_that_is_abandoned", executes(WhenCancelled::abandon))
          .happens(opens)
          .tidy(joins),
      Operation("executor_that_is_waited_for", executes(WhenCancelled::wait))
          .happens(opens)
          .tidy(joins),
      Operation("thread",
                [](World& world) -> Coro<void> {
                  const auto call = [&world] { return world.pass_the_door(); };
                  co_await to_thread(call);
                })
          .happens(opens)
          .tidy([](World&) { default_pool().shutdown(); }),
  };
}

// Another descriptor of the same thing, since only one task may wait for each.
class Duplicate {
 public:
  explicit Duplicate(int descriptor) : number(::dup(descriptor)) {}
  Duplicate(const Duplicate&) = delete;
  ~Duplicate() {
    Loop::running().notify_closing(number);
    ::close(number);
  }
  const int number;
};

std::vector<Operation> descriptors() {
  const auto opens = [](World& world) { ASSERT_EQ(::pipe2(world.pipe, O_NONBLOCK), 0); };
  const auto closes = [](World& world) {
    for (const int descriptor : world.pipe) ::close(descriptor);
  };
  return {
      Operation("wait_readable",
                [](World& world) -> Coro<void> {
                  const Duplicate end(world.pipe[0]);
                  co_await wait_readable(end.number);
                })
          .prepare(opens)
          .happens([](World& world) { EXPECT_EQ(::write(world.pipe[1], "x", 1), 1); })
          .tidy(closes),
      Operation("wait_writable",
                [](World& world) -> Coro<void> {
                  const Duplicate end(world.pipe[1]);
                  co_await wait_writable(end.number);
                })
          .prepare([opens](World& world) {
            opens(world);
            const std::string much(4096, 'x');
            while (::write(world.pipe[1], much.data(), much.size()) > 0) continue;
          })
          .happens([](World& world) {
            std::string much(4096, ' ');
            while (::read(world.pipe[0], much.data(), much.size()) > 0) continue;
          })
          .tidy(closes),
  };
}

class Primitives : public ::testing::TestWithParam<Operation> {};
TEST_P(Primitives, B257_cancelled_at_every_moment_leave_the_books_as_they_were) {
  GetParam().cancel_everywhere();
}
const auto values_in = [](const auto& rows) { return ::testing::ValuesIn(rows); };
INSTANTIATE_TEST_SUITE_P(Locks, Primitives, values_in(acquiring("lock", &World::lock)), name_of);
INSTANTIATE_TEST_SUITE_P(Semaphores, Primitives,
                         values_in(acquiring("semaphore", &World::semaphore)), name_of);
INSTANTIATE_TEST_SUITE_P(BoundedSemaphores, Primitives,
                         values_in(acquiring("bounded", &World::bounded)), name_of);
INSTANTIATE_TEST_SUITE_P(Conditions, Primitives, values_in(conditions()), name_of);
INSTANTIATE_TEST_SUITE_P(Meeting, Primitives, values_in(meeting()), name_of);
INSTANTIATE_TEST_SUITE_P(Queues, Primitives, values_in(queueing("queue", &World::queue)), name_of);
INSTANTIATE_TEST_SUITE_P(PriorityQueues, Primitives,
                         values_in(queueing("priority_queue", &World::smallest)), name_of);
INSTANTIATE_TEST_SUITE_P(LifoQueues, Primitives, values_in(queueing("lifo_queue", &World::last)),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Threads, Primitives, values_in(threads()), name_of);
INSTANTIATE_TEST_SUITE_P(Descriptors, Primitives, values_in(descriptors()), name_of);

}  // namespace
}  // namespace huddle
