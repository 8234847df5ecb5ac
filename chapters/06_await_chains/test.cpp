// The tests of chapter 6, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>
#include <pthread.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "arrangement.hpp"
#include "report.hpp"

#ifndef STEP
#define STEP 99
#endif

#include "coro.hpp"
#if STEP >= 2
#include "trampoline.hpp"
#endif

using namespace ch06;
using namespace std::chrono_literals;
using ch03::Callback;

using Log = std::vector<std::string>;

namespace {

// Keeps what is reported while it lives.
struct Reports {
  Reports() {
    ch03::report = [this](const std::string& problem) { problems.push_back(problem); };
  }
  ~Reports() { ch03::report = before; }
  Log problems;
  decltype(ch03::report) before = ch03::report;
};

Coro<int> writes(Log& log, std::shared_ptr<int>) {
  log.push_back("ran");
  co_return 42;
}

}  // namespace

TEST(Step1_Coro, B030_runs_nothing_when_it_is_made) {
  Reports reports;
  Log log;
  { auto made = writes(log, nullptr); }
  EXPECT_EQ(log, Log{}) << "calling the function must not run its body";
}

TEST(Step1_Coro, dies_with_its_parameters) {
  Reports reports;
  Log log;
  auto shared = std::make_shared<int>(1);
  {
    auto made = writes(log, shared);
    EXPECT_EQ(shared.use_count(), 2);
  }
  EXPECT_EQ(shared.use_count(), 1) << "nobody else destroys the frame of one that never ran";
}

TEST(Step1_Coro, has_one_owner) {
  Reports reports;
  Log log;
  auto shared = std::make_shared<int>(1);
  {
    auto made = writes(log, shared);
    auto moved = std::move(made);
    EXPECT_EQ(shared.use_count(), 2);
  }
  EXPECT_EQ(shared.use_count(), 1);
  static_assert(!std::is_copy_constructible_v<Coro<int>>);
}

TEST(Step1_Coro, may_return_whatever_a_function_returns) {
  Reports reports;
  auto nothing = []() -> Coro<void> { co_return; };
  auto reference = [](int& number) -> Coro<int&> { co_return number; };
  auto owner = []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(1); };
  int number = 0;
  { auto made = std::tuple(nothing(), reference(number), owner()); }
}

#if STEP >= 2
namespace {

Coro<void> penguin() {
  co_return;
}

}  // namespace

TEST(Step2_NeverAwaited, B037_is_reported_with_the_name_of_the_function) {
  Reports reports;
  { auto made = penguin(); }
  EXPECT_EQ(reports.problems, Log{"coroutine 'penguin' was never awaited"});
}

TEST(Step2_NeverAwaited, is_reported_once_of_one_that_moved) {
  Reports reports;
  {
    auto made = penguin();
    auto moved = std::move(made);
    EXPECT_EQ(reports.problems, Log{});
  }
  EXPECT_EQ(reports.problems, Log{"coroutine 'penguin' was never awaited"});
}
#endif

#if STEP >= 3
namespace {

Coro<void> fails(std::string message) {
  throw std::runtime_error(message);
  co_return;
}

}  // namespace

TEST(Step3_Chain, runs_when_it_is_resumed) {
  Log log;
  Chain chain(writes(log, nullptr));
  EXPECT_EQ(log, Log{}) << "to make a chain must not run it";
  EXPECT_FALSE(chain.done());
  chain.resume();
  EXPECT_EQ(log, Log{"ran"});
  EXPECT_TRUE(chain.done());
}

TEST(Step3_Chain, has_the_result_that_the_coroutine_returned) {
  Log log;
  Chain number(writes(log, nullptr));
  number.resume();
  EXPECT_EQ(number.result(), 42);

  auto make = []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  Chain owner(make());
  owner.resume();
  EXPECT_EQ(*owner.result(), 7);

  int fish = 1;
  auto refer = [](int& number) -> Coro<int&> { co_return number; };
  Chain reference(refer(fish));
  reference.resume();
  EXPECT_EQ(&reference.result(), &fish);
}

TEST(Step3_Chain, throws_what_the_coroutine_threw_when_asked_for_its_result) {
  Chain chain(fails("out of fish"));
  EXPECT_NO_THROW(chain.resume());
  EXPECT_TRUE(chain.done());
  EXPECT_THROW(chain.result(), std::runtime_error);
}

TEST(Step3_Chain, counts_as_awaiting_and_owns_the_frame) {
  Reports reports;
  Log log;
  auto shared = std::make_shared<int>(1);
  { Chain chain(writes(log, shared)); }
  EXPECT_EQ(shared.use_count(), 1);
  {
    Chain chain(writes(log, shared));
    chain.resume();
  }
  EXPECT_EQ(shared.use_count(), 1);
  EXPECT_EQ(reports.problems, Log{}) << "a chain has taken it: it is not forgotten";
}
#endif

#if STEP >= 4
namespace {

// Runs a coroutine that waits for nothing, and returns its result.
template <class T>
T run(Coro<T> coroutine) {
  Chain chain(std::move(coroutine));
  chain.resume();
  return chain.result();
}

// Calls `body` on a stack of 1 MiB, an eighth of what a program usually has.
void on_a_small_stack(std::function<void()> body) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 1 << 20);
  pthread_t thread;
  const auto call = [](void* body) -> void* {
    (*static_cast<std::function<void()>*>(body))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, call, &body), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

// Writes its name down when it dies.
struct Local {
  Local(Log& log, std::string name) : log(log), name(std::move(name)) {}
  Local(const Local&) = delete;
  ~Local() { log.push_back("~" + name); }
  Log& log;
  std::string name;
};

Coro<std::string> returns(std::string value) {
  co_return value;
}

// A value that nobody may copy, and that cannot be made from nothing.
struct Egg {
  explicit Egg(int number) : number(number) {}
  Egg(Egg&&) = default;
  int number;
};

Coro<Egg> lays(int number) {
  co_return Egg(number);
}

Coro<int&> passes(int& number) {
  co_return number;
}

// [depth]
Coro<int> depth(int levels) {
  if (levels == 0) co_return 0;
  co_return co_await depth(levels - 1) + 1;
}
// [depth]

struct DeepError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Coro<void> throws_from(int levels) {
  if (levels == 0) throw DeepError("down here");
  co_await throws_from(levels - 1);
}

}  // namespace

TEST(Step4_Await, evaluates_to_what_the_other_returned) {
  auto greets = []() -> Coro<std::string> {
    std::string name = co_await returns("penguin");
    co_return "hello, " + name + co_await returns("!");
  };
  EXPECT_EQ(run(greets()), "hello, penguin!");
}

TEST(Step4_Await, B040_values_references_owners_and_nothing_come_back_without_a_copy) {
  // [kinds]
  auto collects = [](int& number) -> Coro<int> {
    int& same = co_await passes(number);
    EXPECT_EQ(&same, &number);
    Egg egg = co_await lays(3);
    std::unique_ptr<int> owned =
        co_await []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(4); }();
    co_await []() -> Coro<void> { co_return; }();
    co_return same + egg.number + *owned;
  };
  // [kinds]
  int number = 5;
  EXPECT_EQ(run(collects(number)), 12);
}

TEST(Step4_Await, B040_a_value_is_moved_all_the_way_up) {
  struct Counted {
    Counted() = default;
    Counted(const Counted& other) : copies(other.copies + 1) {}
    Counted(Counted&&) = default;
    int copies = 0;
  };
  static auto pass_up = [](auto& self, int levels) -> Coro<Counted> {
    if (levels == 0) co_return Counted();
    co_return co_await self(self, levels - 1);
  };
  EXPECT_EQ(run(pass_up(pass_up, 3)).copies, 0);
}

TEST(Step4_Await, runs_the_other_to_its_end_before_the_caller_goes_on) {
  Log log;
  auto inner = [](Log& log) -> Coro<void> {
    log.push_back("inner");
    co_return;
  };
  auto outer = [&inner](Log& log) -> Coro<void> {
    log.push_back("before");
    co_await inner(log);
    log.push_back("after");
  };
  run(outer(log));
  EXPECT_EQ(log, (Log{"before", "inner", "after"}));
}

TEST(Step4_Await, takes_one_that_was_made_before) {
  Reports reports;
  auto outer = []() -> Coro<std::string> {
    auto first = returns("a"), second = returns("b");
    std::string later = co_await std::move(second);
    co_return later + co_await std::move(first);
  };
  EXPECT_EQ(run(outer()), "ba");
  EXPECT_EQ(reports.problems, Log{}) << "both were awaited";
}

TEST(Step4_Await, B038_an_error_goes_through_five_levels_and_destroys_inner_before_outer) {
  static auto level = [](auto& self, Log& log, const void*& thrown, int number) -> Coro<void> {
    Local local(log, std::to_string(number));
    if (number < 5) co_await self(self, log, thrown, number + 1);
    DeepError error("down here");
    auto kept = std::make_exception_ptr(error);
    try {
      std::rethrow_exception(kept);
    } catch (const DeepError& error) {
      thrown = &error;
    }
    std::rethrow_exception(kept);
  };
  Log log;
  const void* thrown = nullptr;
  try {
    run(level(level, log, thrown, 1));
    FAIL() << "the error is lost";
  } catch (const DeepError& caught) {
    EXPECT_EQ(&caught, thrown) << "it must be the same object";
  }
  EXPECT_EQ(log, (Log{"~5", "~4", "~3", "~2", "~1"}));
}

TEST(Step4_Await, lets_the_caller_catch_and_go_on) {
  auto careful = []() -> Coro<int> {
    int caught = 0;
    for (int time = 0; time < 3; ++time) {
      try {
        co_await fails("out of fish");
      } catch (const std::runtime_error&) {
        ++caught;
      }
    }
    co_return caught;
  };
  EXPECT_EQ(run(careful()), 3);
}

TEST(Step4_Await, B039_the_other_is_gone_before_the_caller_goes_on) {
  auto keeps = [](std::shared_ptr<int> parameter) -> Coro<int> {
    const auto local = parameter;
    co_return static_cast<int>(local.use_count());
  };
  auto outer = [&keeps](std::shared_ptr<int> shared) -> Coro<void> {
    const int inside = co_await keeps(shared);
    EXPECT_EQ(inside, 4) << "the test's, this body's, the other's parameter and its local";
    EXPECT_EQ(shared.use_count(), 2) << "the other's parameters and locals must be gone by now";
  };
  auto shared = std::make_shared<int>(1);
  run(outer(shared));
}

TEST(Step4_Await, B260_structured_bindings_destroy_what_they_hide) {
  auto pair = [](std::shared_ptr<int> shared) -> Coro<std::pair<std::shared_ptr<int>, int>> {
    co_return std::pair(shared, 7);
  };
  auto outer = [&pair](std::shared_ptr<int> shared) -> Coro<int> {
    auto [again, seven] = co_await pair(shared);
    co_return seven + static_cast<int>(again.use_count());
  };
  auto shared = std::make_shared<int>(1);
  EXPECT_EQ(run(outer(shared)), 7 + 3);
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(Step4_Await, B041_a_million_awaits_take_no_stack) {
  on_a_small_stack([] {
    auto loops = []() -> Coro<long> {
      long sum = 0;
      for (int time = 0; time < 1'000'000; ++time) sum += co_await depth(0) + 1;
      co_return sum;
    };
    EXPECT_EQ(run(loops()), 1'000'000);
  });
}

TEST(Step4_Await, B042_a_chain_may_be_100_000_deep) {
  on_a_small_stack([] { EXPECT_EQ(run(depth(100'000)), 100'000); });
}

TEST(Step4_Await, B042_an_error_comes_up_from_100_000_deep) {
  on_a_small_stack([] { EXPECT_THROW(run(throws_from(100'000)), DeepError); });
}
#endif

#if STEP >= 5
namespace {

// Somebody who is rung up: keeps how to wake the one who waits.
struct Bell {
  Suspension rings() {
    return Suspension([this](Callback wake) { wakes.push_back(std::move(wake)); });
  }
  void ring() {
    for (const Callback& wake : std::exchange(wakes, {})) wake();
  }
  std::vector<Callback> wakes;
};

Coro<void> waits_deep(Bell& bell, int levels) {
  if (levels == 0)
    co_await bell.rings();
  else
    co_await waits_deep(bell, levels - 1);
}

// A wait that has a value, of a type that nobody else knows of.
struct Letter : Suspension {
  explicit Letter(std::string& box, std::vector<Callback>& wakes)
      : Suspension([&wakes](Callback wake) { wakes.push_back(std::move(wake)); }), box(box) {}
  std::string await_resume() { return box; }
  std::string& box;
};

}  // namespace

TEST(Step5_Suspension, waits_until_it_is_woken) {
  Log log;
  Bell bell;
  auto waits = [](Log& log, Bell& bell) -> Coro<void> {
    log.push_back("waits");
    co_await bell.rings();
    log.push_back("goes on");
  };
  Chain chain(waits(log, bell));
  chain.resume();
  EXPECT_EQ(log, Log{"waits"});
  EXPECT_FALSE(chain.done());
  ASSERT_EQ(bell.wakes.size(), 1u) << "the arrangement is made once";
  bell.ring();
  EXPECT_EQ(log, (Log{"waits", "goes on"}));
  EXPECT_TRUE(chain.done());
}

TEST(Step5_Suspension, may_be_awaited_again_and_again) {
  Bell bell;
  auto counts = [](Bell& bell, int& rings) -> Coro<void> {
    for (; rings < 3; ++rings) co_await bell.rings();
  };
  int rings = 0;
  Chain chain(counts(bell, rings));
  chain.resume();
  for (int time = 1; time <= 3; ++time) {
    bell.ring();
    EXPECT_EQ(rings, time);
  }
  EXPECT_TRUE(chain.done());
}

TEST(Step5_Suspension, holds_the_whole_chain_up) {
  Log log;
  Bell bell;
  auto outer = [](Log& log, Bell& bell) -> Coro<void> {
    co_await waits_deep(bell, 3);
    log.push_back("after");
  };
  Chain chain(outer(log, bell));
  chain.resume();
  EXPECT_EQ(log, Log{});
  bell.ring();
  EXPECT_EQ(log, Log{"after"});
}

TEST(Step5_Suspension, lets_two_chains_wait_beside_each_other) {
  Bell bell, other;
  Chain first(waits_deep(bell, 2)), second(waits_deep(other, 2));
  first.resume();
  second.resume();
  other.ring();
  EXPECT_FALSE(first.done());
  EXPECT_TRUE(second.done());
  bell.ring();
  EXPECT_TRUE(first.done());
}

TEST(Step5_Suspension, may_have_a_value_of_its_own_type) {
  std::string box = "empty";
  std::vector<Callback> wakes;
  auto reads = [](std::string& box, std::vector<Callback>& wakes) -> Coro<std::size_t> {
    std::string letter = co_await Letter(box, wakes);
    co_return letter.size();
  };
  Chain chain(reads(box, wakes));
  chain.resume();
  box = "come home";
  wakes.front()();
  EXPECT_EQ(chain.result(), box.size());
}

TEST(Step5_Suspension, B262_an_error_of_the_arrangement_is_thrown_where_it_is_awaited) {
  auto tries = []() -> Coro<std::string> {
    std::string caught = "nothing";
    try {
      co_await Suspension([](Callback) { throw std::runtime_error("no bell here"); });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    co_return caught + co_await returns("!");
  };
  EXPECT_EQ(run(tries()), "no bell here!") << "nobody waits: the chain goes on";
}
#endif

#if STEP >= 6
namespace {

// Runs `chain` on `loop`, from the next iteration on.
template <class T>
void start(ch05::EventLoop& loop, Chain<T>& chain) {
  loop.call_soon([&chain] { chain.resume(); });
}

// Runs whatever is due now, and what that puts in line, so many times over.
void iterate(ch05::EventLoop& loop, int iterations) {
  for (; iterations > 0; --iterations) {
    loop.stop();
    loop.run_forever();
  }
}

Coro<void> says(ch05::EventLoop& loop, std::string& said, char letter) {
  for (int time = 0; time < 3; ++time) {
    said += letter;
    co_await YieldToEventLoop(loop);
  }
}

}  // namespace

TEST(Step6_YieldToEventLoop, B064_those_who_only_yield_take_turns) {
  ch05::EventLoop loop;
  std::string said;
  Chain a(says(loop, said, 'a')), b(says(loop, said, 'b')), c(says(loop, said, 'c'));
  start(loop, a);
  start(loop, b);
  start(loop, c);
  iterate(loop, 4);
  EXPECT_EQ(said, "abcabcabc");
  EXPECT_TRUE(a.done() && b.done() && c.done());
}

TEST(Step6_YieldToEventLoop, B031_to_await_a_coroutine_does_not_go_through_the_loop) {
  ch05::EventLoop loop;
  bool called = false;
  auto awaits = [](ch05::EventLoop& loop, bool& called) -> Coro<void> {
    for (int time = 0; time < 100; ++time) co_await depth(3);
    EXPECT_FALSE(called) << "a hundred awaits, and nobody else had a turn";
    co_await YieldToEventLoop(loop);
    EXPECT_TRUE(called) << "now the loop had its turn";
  };
  Chain chain(awaits(loop, called));
  start(loop, chain);
  loop.call_soon([&] { called = true; });
  iterate(loop, 2);
  EXPECT_TRUE(chain.done());
}

TEST(Step6_YieldToEventLoop, is_one_call_of_the_loop_however_deep_it_is_awaited) {
  ch05::EventLoop loop;
  static auto deep = [](auto& self, ch05::EventLoop& loop, int levels) -> Coro<void> {
    if (levels == 0)
      co_await YieldToEventLoop(loop);
    else
      co_await self(self, loop, levels - 1);
  };
  Chain chain(deep(deep, loop, 100));
  start(loop, chain);
  iterate(loop, 1);
  EXPECT_FALSE(chain.done());
  iterate(loop, 1);
  EXPECT_TRUE(chain.done());
}
#endif

#if STEP >= 7
TEST(Step7_GivenUp, a_waiting_chain_dies_from_the_top_down) {
  static auto level = [](auto& self, Log& log, Bell& bell, int number) -> Coro<void> {
    Local local(log, std::to_string(number));
    if (number < 4)
      co_await self(self, log, bell, number + 1);
    else
      co_await bell.rings();
    log.push_back("never");
  };
  Log log;
  Bell bell;
  {
    Chain chain(level(level, log, bell, 1));
    chain.resume();
    EXPECT_EQ(log, Log{});
  }
  EXPECT_EQ(log, (Log{"~4", "~3", "~2", "~1"}));
}

TEST(Step7_GivenUp, B042_a_waiting_chain_100_000_deep_dies_without_an_overflow) {
  on_a_small_stack([] {
    Bell bell;
    Chain chain(waits_deep(bell, 100'000));
    chain.resume();
    EXPECT_FALSE(chain.done());
  });
}

TEST(Step7_GivenUp, a_chain_that_has_ended_dies_as_before) {
  auto shared = std::make_shared<int>(1);
  Log log;
  {
    Chain chain(writes(log, shared));
    chain.resume();
  }
  EXPECT_EQ(shared.use_count(), 1);
}
#endif

#if STEP >= 8
namespace {

template <class Work>
std::string error_of(Work work) {
  try {
    work();
    return "no error";
  } catch (const std::logic_error& error) {
    return error.what();
  }
}

}  // namespace

TEST(Step8_Resume, is_refused_while_the_chain_waits) {
  Bell bell;
  Chain chain(waits_deep(bell, 1));
  chain.resume();
  EXPECT_EQ(error_of([&] { chain.resume(); }),
            "the chain waits: whoever it waits for will resume it");
  bell.ring();
  EXPECT_TRUE(chain.done()) << "and the wait goes on as if nothing had happened";
}

TEST(Step8_Resume, is_refused_once_the_chain_has_ended) {
  Chain chain(penguin());
  chain.resume();
  EXPECT_EQ(error_of([&] { chain.resume(); }), "the chain has ended");
}

TEST(Step8_Resume, is_refused_from_inside) {
  auto resumes = [](std::function<void()>& resume) -> Coro<std::string> {
    co_return error_of(resume);
  };
  std::function<void()> resume;
  Chain chain(resumes(resume));
  resume = [&chain] { chain.resume(); };
  chain.resume();
  EXPECT_EQ(chain.result(), "the chain runs already");
}

TEST(Step8_Resume, is_refused_to_an_arrangement_that_wakes_at_once) {
  auto impatient = []() -> Coro<std::string> {
    std::string error = "no error";
    try {
      co_await Suspension([](Callback wake) { wake(); });
    } catch (const std::logic_error& caught) {
      error = caught.what();
    }
    co_return error;
  };
  EXPECT_EQ(run(impatient()), "the chain runs already");
}

TEST(Step8_Result, is_refused_until_the_chain_has_ended) {
  Chain chain(depth(1));
  EXPECT_EQ(error_of([&] { chain.result(); }), "the chain has not ended");
  chain.resume();
  EXPECT_EQ(chain.result(), 1);
}
#endif

#if STEP >= 9
namespace {

Coro<std::pair<int, int>> awaits_twice(std::string& error) {
  auto made = penguin();
  const std::pair lines(__LINE__ + 1, __LINE__ + 3);
  co_await std::move(made);
  try {
    co_await std::move(made);
  } catch (const std::logic_error& caught) {
    error = caught.what();
  }
  co_return lines;
}

}  // namespace

TEST(Step9_AwaitedTwice, is_an_error_that_names_the_function_and_both_lines) {
  std::string error;
  const auto [first, second] = run(awaits_twice(error));
  EXPECT_EQ(error, "coroutine 'penguin' is awaited in line " + std::to_string(second) +
                       ", but was in line " + std::to_string(first) + " already");
}

TEST(Step9_AwaitedTwice, is_an_error_of_one_that_was_moved_away) {
  auto awaits = []() -> Coro<std::string> {
    auto made = penguin();
    auto moved = std::move(made);
    std::string error = "no error";
    try {
      co_await std::move(made);
    } catch (const std::logic_error& caught) {
      error = caught.what();
    }
    co_await std::move(moved);
    co_return error;
  };
  const std::string error = run(awaits());
  EXPECT_NE(error.find("moved away"), std::string::npos) << error;
}

TEST(Step9_AwaitedTwice, is_an_error_of_a_chain_too) {
  auto made = penguin();
  Chain chain(std::move(made));
  const int line = __LINE__ - 1;
  const std::string error = error_of([&] { Chain again(std::move(made)); });
  EXPECT_NE(error.find("but was in line " + std::to_string(line)), std::string::npos) << error;
}
#endif

#if STEP >= 10
namespace {

Coro<void> innermost(Bell& bell) {
  co_await bell.rings();
  co_await bell.rings();
}
constexpr int innermost_waits_at = __LINE__ - 3;

Coro<void> middle(Bell& bell) {
  co_await innermost(bell);
}
constexpr int middle_waits_at = __LINE__ - 2;

Coro<void> outermost(Bell& bell) {
  co_await middle(bell);
}
constexpr int outermost_waits_at = __LINE__ - 2;

Log who_waits(const Trampoline& chain) {
  Log found;
  for (const Link* link = chain.top(); link; link = link->caller)
    found.push_back(link->name + (" in line " + std::to_string(link->line)));
  return found;
}

std::string in_line(std::string name, int line) {
  return name + " in line " + std::to_string(line);
}

}  // namespace

TEST(Step10_Top, knows_who_waits_for_whom_and_where) {
  Bell bell;
  Chain chain(outermost(bell));
  EXPECT_EQ(who_waits(chain), Log{in_line("outermost", 0)}) << "it awaits nobody yet";
  chain.resume();
  EXPECT_EQ(who_waits(chain),
            (Log{in_line("innermost", innermost_waits_at), in_line("middle", middle_waits_at),
                 in_line("outermost", outermost_waits_at)}));
  bell.ring();
  EXPECT_EQ(who_waits(chain).front(), in_line("innermost", innermost_waits_at + 1));
}

TEST(Step10_Top, is_null_when_the_chain_has_ended) {
  Chain chain(penguin());
  chain.resume();
  EXPECT_EQ(chain.top(), nullptr);
}
#endif

#if STEP >= 11
namespace {

// A chain whose wait can be broken off.
struct Breakable : Chain<std::string> {
  using Chain::Chain;
  using Chain::throw_in;
};

Coro<std::string> hears(Bell& bell) {
  std::string heard;
  for (int time = 0; time < 2; ++time) {
    try {
      co_await bell.rings();
      heard += "a ring;";
    } catch (const DeepError& error) {
      heard += std::string(error.what()) + ";";
    }
  }
  co_return heard;
}

}  // namespace

TEST(Step11_ThrowIn, is_thrown_where_the_chain_waits_and_once) {
  Bell bell;
  Breakable chain(hears(bell));
  chain.resume();
  chain.throw_in(std::make_exception_ptr(DeepError("wake up!")));
  bell.ring();
  EXPECT_FALSE(chain.done()) << "it was caught, and the body went on";
  bell.ring();
  EXPECT_EQ(chain.result(), "wake up!;a ring;");
}

TEST(Step11_ThrowIn, goes_up_the_chain_when_nobody_catches_it) {
  Bell bell;
  auto outer = [](Bell& bell) -> Coro<std::string> {
    co_await waits_deep(bell, 5);
    co_return "nothing";
  };
  Breakable chain(outer(bell));
  chain.resume();
  chain.throw_in(std::make_exception_ptr(DeepError("wake up!")));
  bell.ring();
  EXPECT_THROW(chain.result(), DeepError);
}
#endif

#if STEP >= 12
namespace {

// Writes down what a chain tells.
struct Diary : course::Observer {
  Diary() { course::observer = this; }
  ~Diary() override { course::observer = &course::looking_away; }
  void made(const void*, std::string_view name) override {
    log.push_back("made " + std::string(name));
  }
  void begins(const void* who) override {
    running = who;
    log.push_back("begins");
  }
  void awaits(const void* who, std::string_view name, int line) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    log.push_back(in_line("awaits " + std::string(name), line));
  }
  void returns(const void* who) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    log.push_back("returns");
  }
  void waits(const void* who, int line) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    log.push_back(in_line("waits", line));
  }
  void ended(const void* who) override {
    EXPECT_EQ(who, running) << "somebody else has begun";
    log.push_back("ended");
  }
  Log log;
  const void* running = nullptr;
};

}  // namespace

TEST(Step12_LookingOn, tells_of_every_await_and_every_wait) {
  Diary diary;
  Bell bell;
  Chain chain(middle(bell));
  EXPECT_EQ(diary.log, Log{"made middle"});
  diary.log.clear();
  chain.resume();
  EXPECT_EQ(diary.log, (Log{"begins", in_line("awaits innermost", middle_waits_at),
                            in_line("waits", innermost_waits_at)}));
  diary.log.clear();
  bell.ring();
  EXPECT_EQ(diary.log, (Log{"begins", in_line("waits", innermost_waits_at + 1)}));
  diary.log.clear();
  bell.ring();
  EXPECT_EQ(diary.log, (Log{"begins", "returns", "ended"}));
}
#endif
