// Sleeping, awaiting, time-outs, groups and generators, cancelled wherever they wait.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "huddle/huddle.hpp"
#include "operation.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

std::vector<Coro<void>> naps(World& world) {
  std::vector<Coro<void>> all;
  for (int i = 0; i < 3; ++i) all.push_back(world.nap());
  return all;
}
std::vector<Task<void>> other_naps(World& world) {
  std::vector<Task<void>> all;
  for (int i = 0; i < 3; ++i) all.push_back(world.other(world.nap()));
  return all;
}

std::vector<Operation> sleeping() {
  return {
      Operation("sleep", [](World&) -> Coro<void> { co_await sleep(1s); }),
      Operation("sleep_for_no_time", [](World&) -> Coro<void> { co_await sleep(0s); }),
      Operation("sleep_until", [](World&) -> Coro<void> { co_await sleep_until(now() + 1s); }),
      Operation("yield", [](World&) -> Coro<void> { co_await yield(); }),
  };
}

std::vector<Operation> awaiting_others() {
  const auto has_future = [](World& world) { world.future.emplace(); };
  const auto sets_it = [](World& world) { world.future->set_result(1); };
  const auto has_none = [](World& world) { world.future.reset(); };
  return {
      Operation("coroutine", [](World& world) -> Coro<void> { co_await world.nap(); }),
      Operation("task", [](World& world) -> Coro<void> { co_await create_task(world.nap()); }),
      Operation("future", [](World& world) -> Coro<void> { co_await *world.future; })
          .prepare(has_future)
          .happens(sets_it)
          .tidy(has_none),
      Operation("shield",
                [](World& world) -> Coro<void> {
                  const Task<void> task = world.other(world.nap());
                  co_await shield(task);
                }),
      Operation("shield_of_a_future",
                [](World& world) -> Coro<void> { co_await shield(*world.future); })
          .prepare(has_future)
          .happens(sets_it)
          .tidy(has_none),
      Operation("cancel_and_wait",
                [](World& world) -> Coro<void> {
                  const Task<void> task = world.other(world.leave_slowly());
                  co_await yield();
                  co_await task.cancel_and_wait();
                }),
  };
}

// Entered and left by waiting.
class Gate {
 public:
  explicit Gate(World& world) noexcept : world_(world) {}
  Coro<Gate*> enter() {
    co_await world_.nap();
    ++world_.inside;
    co_return this;
  }
  Coro<bool> exit(const Failure&) {
    --world_.inside;
    co_await world_.nap();
    co_return false;
  }

 private:
  World& world_;
};

std::vector<Operation> entering() {
  return {
      Operation("timeout_that_does_not_fire",
                [](World& world) -> Coro<void> {
                  co_await with(timeout(1h), [&](Timeout&) -> Coro<void> { co_await world.nap(); });
                }),
      Operation("timeout_that_fires",
                [](World& world) -> Coro<void> {
                  try {
                    co_await with(timeout(1ms),
                                  [&](Timeout&) -> Coro<void> { co_await world.nap(); });
                  } catch (const TimeoutError&) {
                  }
                }),
      Operation("timeout_of_what_leaves_slowly",
                [](World& world) -> Coro<void> {
                  const auto body = [&](Timeout&) -> Coro<void> { co_await world.leave_slowly(); };
                  try {
                    co_await with(timeout(1ms), body);
                  } catch (const TimeoutError&) {
                  }
                }),
      Operation("timeout_at",
                [](World& world) -> Coro<void> {
                  co_await with(timeout_at(now() + 1h),
                                [&](Timeout&) -> Coro<void> { co_await world.nap(); });
                }),
      Operation("wait_for_a_coroutine",
                [](World& world) -> Coro<void> { co_await wait_for(world.nap(), 1h); }),
      Operation(
          "wait_for_a_task",
          [](World& world) -> Coro<void> { co_await wait_for(create_task(world.nap()), 1h); }),
      Operation("wait_for_that_takes_too_long",
                [](World& world) -> Coro<void> {
                  try {
                    co_await wait_for(create_task(world.nap()), 1ms);
                  } catch (const TimeoutError&) {
                  }
                }),
      Operation("move_on_after",
                [](World& world) -> Coro<void> {
                  const bool ended = co_await move_on_after(1h, world.nap());
                  EXPECT_TRUE(ended);
                }),
      Operation("move_on_after_too_long",
                [](World& world) -> Coro<void> {
                  const bool ended = co_await move_on_after(1ms, world.nap());
                  EXPECT_FALSE(ended);
                }),
      Operation("with",
                [](World& world) -> Coro<void> {
                  co_await with(Gate(world), [&](Gate*) -> Coro<void> { co_await world.nap(); });
                }),
  };
}

std::vector<Operation> several() {
  const auto has_one = [](World& world) {
    world.future.emplace();
    world.finished.emplace(std::vector<Future<int>>{*world.future}, std::nullopt);
  };
  return {
      Operation("gather", [](World& world) -> Coro<void> { co_await gather(naps(world)); }),
      Operation("gather_settled",
                [](World& world) -> Coro<void> { co_await gather_settled(naps(world)); }),
      Operation("wait", [](World& world) -> Coro<void> { co_await wait(other_naps(world)); }),
      Operation("wait_for_the_first",
                [](World& world) -> Coro<void> {
                  co_await wait(other_naps(world),
                                WaitOptions().return_when(ReturnWhen::first_completed));
                }),
      Operation("wait_with_a_limit",
                [](World& world) -> Coro<void> {
                  co_await wait(other_naps(world), WaitOptions().timeout(1ms));
                }),
      Operation("as_completed",
                [](World& world) -> Coro<void> {
                  auto finished = as_completed(other_naps(world), 1h);
                  int count = 0;
                  while (const auto one = co_await finished.next()) ++count;
                  EXPECT_EQ(count, 3);
                }),
      Operation("as_completed_with_others",
                [](World& world) -> Coro<void> {
                  const auto one = co_await world.finished->next();
                  if (one) world.queue.put_nowait(world.fish);
                })
          .prepare(has_one)
          .happens([](World& world) { world.future->set_result(1); })
          .tidy([](World& world) {
            world.queue.get_nowait();  // one of them got it
            world.finished.reset();
            world.future.reset();
          }),
      Operation("select",
                [](World& world) -> Coro<void> {
                  const auto first =
                      co_await select(world.queue.get(), world.event.wait(), sleep(1h));
                  EXPECT_EQ(first.index(), 0u);
                  world.queue.put_nowait(std::get<0>(first));
                })
          .happens([](World& world) { world.queue.put_nowait(world.fish); })
          .tidy([](World& world) { world.queue.get_nowait(); }),
      Operation(
          "select_whose_loser_leaves_slowly",
          [](World& world) -> Coro<void> { co_await select(world.nap(), world.leave_slowly()); }),
      Operation("select_among_many",
                [](World& world) -> Coro<void> { co_await select(naps(world)); }),
  };
}

std::vector<Operation> groups() {
  return {
      Operation("group_at_its_end",
                [](World& world) -> Coro<void> {
                  co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
                    for (int i = 0; i < 2; ++i) group.create_task(world.nap());
                    co_return;
                  });
                }),
      Operation("group_in_its_body",
                [](World& world) -> Coro<void> {
                  co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
                    group.create_task(world.leave_slowly());
                    co_await world.nap();
                    group.cancel();
                    co_await world.nap();
                  });
                }),
      Operation("group_that_fails",
                [](World& world) -> Coro<void> {
                  const auto fails = [&]() -> Coro<void> {
                    co_await world.nap();
                    throw std::runtime_error("it fails");
                  };
                  try {
                    co_await with(TaskGroup(), [&](TaskGroup& group) -> Coro<void> {
                      group.create_task(world.leave_slowly());
                      group.create_task(fails());
                      co_return;
                    });
                  } catch (const ExceptionGroup&) {
                  }
                }),
      Operation("group_with_a_limit",
                [](World& world) -> Coro<void> {
                  const TaskGroupOptions one = TaskGroupOptions().limit(1);
                  co_await with(TaskGroup(one), [&](TaskGroup& group) -> Coro<void> {
                    for (int i = 0; i < 3; ++i) group.create_task(world.nap());
                    co_return;
                  });
                }),
      Operation("next_done",
                [](World& world) -> Coro<void> {
                  const TaskGroupOptions keeps = TaskGroupOptions().keep_done();
                  co_await with(TaskGroup(keeps), [&](TaskGroup& group) -> Coro<void> {
                    for (int i = 0; i < 2; ++i) group.create_task(world.nap());
                    while (const auto one = co_await group.next_done()) EXPECT_TRUE(one->done());
                  });
                }),
  };
}

AsyncGenerator<int> ticks(World& world) {
  for (int i = 0; i < 3; ++i) {
    co_await world.nap();
    co_yield i;
  }
}
AsyncGenerator<int> leaves_slowly(World& world) {
  const World::Inside inside(world);
  bool closing = false;
  try {
    co_yield 1;
  } catch (const GeneratorExit&) {
    closing = true;
  }
  if (closing) co_await world.nap();
}

std::vector<Operation> generators() {
  return {
      Operation("generator",
                [](World& world) -> Coro<void> {
                  auto all = ticks(world);
                  while (const auto one = co_await all.next()) EXPECT_LT(*one, 3);
                }),
      Operation("aclose",
                [](World& world) -> Coro<void> {
                  auto all = leaves_slowly(world);
                  co_await all.next();
                  co_await all.aclose();
                }),
      Operation("collect", [](World& world) -> Coro<void> { co_await collect(ticks(world)); }),
      Operation("map_and_filter",
                [](World& world) -> Coro<void> {
                  const auto odd = [](int number) { return number % 2 == 1; };
                  const auto square = [](int number) { return number * number; };
                  auto all = map(filter(ticks(world), odd), square);
                  co_await all.next();
                  co_await all.aclose();
                }),
      Operation("aclose_of_a_map",
                [](World& world) -> Coro<void> {
                  auto all = map(leaves_slowly(world), [](int number) { return number; });
                  co_await all.next();
                  co_await all.aclose();
                }),
  };
}

class Combinators : public ::testing::TestWithParam<Operation> {};
TEST_P(Combinators, B257_cancelled_at_every_moment_leave_the_books_as_they_were) {
  GetParam().cancel_everywhere();
}
INSTANTIATE_TEST_SUITE_P(Sleeping, Combinators, ::testing::ValuesIn(sleeping()), name_of);
INSTANTIATE_TEST_SUITE_P(Awaiting, Combinators, ::testing::ValuesIn(awaiting_others()), name_of);
INSTANTIATE_TEST_SUITE_P(Entering, Combinators, ::testing::ValuesIn(entering()), name_of);
INSTANTIATE_TEST_SUITE_P(Several, Combinators, ::testing::ValuesIn(several()), name_of);
INSTANTIATE_TEST_SUITE_P(Groups, Combinators, ::testing::ValuesIn(groups()), name_of);
INSTANTIATE_TEST_SUITE_P(Generators, Combinators, ::testing::ValuesIn(generators()), name_of);

}  // namespace
}  // namespace huddle
