// The tests of chapter 3, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#ifndef STEP
#define STEP 99
#endif

#include "callback_queue.hpp"
#if STEP >= 2
#include "report.hpp"
#endif
#if STEP >= 3
#include "future.hpp"
#endif
#if STEP >= 10
#include "driver.hpp"
#endif

using namespace ch03;
using Lines = std::vector<std::string>;

TEST(Step1_CallbackQueue, calls_nothing_before_run) {
  CallbackQueue queue;
  bool called = false;
  queue.enqueue([&] { called = true; });
  EXPECT_FALSE(called) << "enqueue() made the call itself";
  queue.run();
  EXPECT_TRUE(called);
}

TEST(Step1_CallbackQueue, calls_the_oldest_first_and_each_once) {
  CallbackQueue queue;
  Lines lines;
  for (std::string name : {"first", "second", "third"})
    queue.enqueue([&, name] { lines.push_back(name); });
  queue.run();
  queue.run();
  EXPECT_EQ(lines, (Lines{"first", "second", "third"}));
}

TEST(Step1_CallbackQueue, calls_those_that_callbacks_add_after_the_others) {
  CallbackQueue queue;
  Lines lines;
  queue.enqueue([&] {
    lines.push_back("first");
    queue.enqueue([&] { lines.push_back("added by first"); });
  });
  queue.enqueue([&] { lines.push_back("second"); });
  queue.run();
  EXPECT_EQ(lines, (Lines{"first", "second", "added by first"}));
}

TEST(Step1_CallbackQueue, forgets_a_callback_once_it_was_called) {
  CallbackQueue queue;
  auto shared = std::make_shared<int>(1);
  queue.enqueue([shared] {});
  EXPECT_EQ(shared.use_count(), 2);
  queue.run();
  EXPECT_EQ(shared.use_count(), 1) << "the queue still holds what the callback captured";
}

TEST(Step1_CallbackQueue, may_be_another_kind_of_queue) {
  struct Counting : CallbackQueue {
    void enqueue(Callback callback) override {
      ++enqueued;
      CallbackQueue::enqueue(std::move(callback));
    }
    int enqueued = 0;
  };
  Counting counting;
  CallbackQueue& queue = counting;
  queue.enqueue([] {});
  EXPECT_EQ(counting.enqueued, 1) << "enqueue() must be virtual: chapter 5 counts on it";
}

#if STEP >= 2
namespace {

// Collects what is reported while it lives.
class Reports {
 public:
  Reports() : before_(report) {
    report = [this](const std::string& problem) { lines.push_back(problem); };
  }
  Reports(const Reports&) = delete;
  ~Reports() { report = before_; }
  Lines lines;

 private:
  std::function<void(const std::string&)> before_;
};

std::exception_ptr error(const std::string& what) {
  return std::make_exception_ptr(std::runtime_error(what));
}

}  // namespace

TEST(Step2_Report, prints_on_stderr) {
  testing::internal::CaptureStderr();
  report("no more fish");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "no more fish\n");
}

TEST(Step2_Report, describes_errors_of_any_type) {
  EXPECT_EQ(describe(error("no more fish")), "no more fish");
  EXPECT_EQ(describe(std::make_exception_ptr(42)), "an error that is not a std::exception");
}

TEST(Step2_Report, a_callback_that_throws_does_not_stop_the_others) {
  Reports reports;
  CallbackQueue queue;
  bool called = false;
  queue.enqueue([] { throw std::runtime_error("no more fish"); });
  queue.enqueue([] { throw 42; });
  queue.enqueue([&] { called = true; });
  queue.run();
  EXPECT_TRUE(called);
  EXPECT_EQ(reports.lines, (Lines{"exception in a callback: no more fish",
                                  "exception in a callback: an error that is not a "
                                  "std::exception"}));
}
#endif

#if STEP >= 3
namespace {

// One queue for all tests: each leaves it empty.
CallbackQueue queue;

// A pending future, with or without a queue: the constructor takes one from step 5 on.
template <class T>
Future<T> pending() {
#if STEP >= 5
  return Future<T>(queue);
#else
  return Future<T>();
#endif
}

}  // namespace

TEST(Step3_Future, is_pending_until_its_result_is_set) {
  auto answer = pending<int>();
  EXPECT_FALSE(answer.done());
  answer.set_result(42);
  EXPECT_TRUE(answer.done());
  EXPECT_EQ(answer.result(), 42);
}

TEST(Step3_Future, may_be_read_as_often_as_you_like) {
  auto answer = pending<std::string>();
  answer.set_result("penguin");
  EXPECT_EQ(answer.result(), "penguin");
  EXPECT_EQ(answer.result(), "penguin");
}

TEST(Step3_Future, copies_are_the_same_future) {
  auto mine = pending<int>();
  auto yours = mine;
  mine.set_result(7);
  EXPECT_TRUE(yours.done());
  EXPECT_EQ(&yours.result(), &mine.result());
}

TEST(Step3_Future, lives_as_long_as_a_handle_does) {
  auto shared = std::make_shared<int>(1);
  {
    auto outer = pending<std::shared_ptr<int>>();
    {
      auto inner = outer;
      inner.set_result(shared);
    }
    EXPECT_EQ(shared.use_count(), 2);
  }
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(Step3_Future, holds_nothing_or_a_reference) {
  auto nothing = pending<void>();
  nothing.set_result();
  nothing.result();
  EXPECT_TRUE(nothing.done());

  int number = 1;
  auto reference = pending<int&>();
  reference.set_result(number);
  EXPECT_EQ(&reference.result(), &number);
}
#endif

#if STEP >= 4
TEST(Step4_Guards, reading_too_early_is_an_error) {
  auto answer = pending<int>();
  EXPECT_THROW(answer.result(), InvalidStateError);
  answer.set_result(42);
  EXPECT_EQ(answer.result(), 42) << "the early reader did no harm";
}

TEST(Step4_Guards, setting_twice_is_an_error_and_the_first_value_stays) {
  auto answer = pending<int>();
  answer.set_result(1);
  EXPECT_THROW(answer.set_result(2), InvalidStateError);
  EXPECT_EQ(answer.result(), 1);
}

TEST(Step4_Guards, what_cannot_be_copied_is_looked_at_or_taken) {
  auto answer = pending<std::unique_ptr<int>>();
  EXPECT_THROW(answer.take(), InvalidStateError);
  answer.set_result(std::make_unique<int>(42));
  EXPECT_EQ(*answer.result(), 42);
  const std::unique_ptr<int> mine = answer.take();
  EXPECT_EQ(*mine, 42);
  EXPECT_EQ(answer.result(), nullptr) << "it was moved out";
}
#endif

#if STEP >= 5
TEST(Step5_Callbacks, are_never_called_inside_set_result) {
  Lines lines;
  Future<int> answer(queue);
  answer.add_done_callback([&](const Future<int>& done) {
    lines.push_back("the callback reads " + std::to_string(done.result()));
  });
  answer.set_result(7);
  lines.push_back("set_result has returned");
  queue.run();
  EXPECT_EQ(lines, (Lines{"set_result has returned", "the callback reads 7"}));
}

TEST(Step5_Callbacks, are_called_in_the_order_they_were_added) {
  std::vector<int> order;
  Future<void> signal(queue);
  for (int number = 0; number < 4; ++number)
    signal.add_done_callback([&, number](auto) { order.push_back(number); });
  signal.set_result();
  queue.run();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
}

TEST(Step5_Callbacks, are_called_soon_when_the_future_is_done_already) {
  Future<int> answer(queue);
  answer.set_result(7);
  queue.run();
  bool called = false;
  answer.add_done_callback([&](auto) { called = true; });
  EXPECT_FALSE(called) << "add_done_callback() made the call itself";
  queue.run();
  EXPECT_TRUE(called);
}

TEST(Step5_Callbacks, may_add_callbacks) {
  Lines lines;
  Future<int> answer(queue);
  answer.add_done_callback([&](const Future<int>& done) {
    lines.push_back("first");
    done.add_done_callback([&](auto) { lines.push_back("added by first"); });
  });
  answer.add_done_callback([&](auto) { lines.push_back("second"); });
  answer.set_result(7);
  queue.run();
  EXPECT_EQ(lines, (Lines{"first", "second", "added by first"}));
}

TEST(Step5_Callbacks, are_called_once) {
  int calls = 0;
  Future<int> answer(queue);
  answer.add_done_callback([&](auto) { ++calls; });
  answer.set_result(7);
  answer.add_done_callback([](auto) {});
  queue.run();
  EXPECT_EQ(calls, 1);
}

TEST(Step5_Callbacks, that_throw_do_not_stop_the_others) {
  Reports reports;
  bool called = false;
  Future<int> answer(queue);
  answer.add_done_callback([](auto) { throw std::runtime_error("no more fish"); });
  answer.add_done_callback([&](auto) { called = true; });
  answer.set_result(7);
  queue.run();
  EXPECT_TRUE(called);
  EXPECT_EQ(reports.lines, Lines{"exception in a callback: no more fish"});
}

TEST(Step5_Callbacks, keep_the_future_alive_until_they_were_called) {
  int read = 0;
  {
    Future<int> answer(queue);
    answer.add_done_callback([&](const Future<int>& done) { read = done.result(); });
    answer.set_result(7);
  }
  queue.run();
  EXPECT_EQ(read, 7);
}

TEST(Step5_Callbacks, die_with_a_future_that_is_never_done) {
  auto shared = std::make_shared<int>(1);
  {
    Future<int> never(queue);
    never.add_done_callback([shared](auto) {});
    EXPECT_EQ(shared.use_count(), 2);
  }
  EXPECT_EQ(shared.use_count(), 1);
}
#endif

#if STEP >= 6
TEST(Step6_BadEnds, an_exception_comes_out_of_result_each_time) {
  Future<int> answer(queue);
  answer.set_exception(error("no more fish"));
  EXPECT_TRUE(answer.done());
  EXPECT_FALSE(answer.cancelled());
  EXPECT_THROW(answer.result(), std::runtime_error);
  EXPECT_THROW(answer.result(), std::runtime_error);
  EXPECT_EQ(describe(answer.exception()), "no more fish");
}

TEST(Step6_BadEnds, the_exception_is_the_same_object_for_every_reader) {
  Future<int> answer(queue);
  const auto set = error("no more fish");
  answer.set_exception(set);
  EXPECT_EQ(answer.exception(), set);
  EXPECT_EQ(answer.exception(), set);
}

TEST(Step6_BadEnds, there_is_no_exception_beside_a_value) {
  Future<int> answer(queue);
  EXPECT_THROW(answer.exception(), InvalidStateError) << "it is pending: nobody can know yet";
  answer.set_result(7);
  EXPECT_EQ(answer.exception(), nullptr);
}

TEST(Step6_BadEnds, a_future_ends_once_whichever_way) {
  Future<int> failed(queue), cancelled(queue), good(queue);
  failed.set_exception(error("no more fish"));
  EXPECT_THROW(failed.set_result(1), InvalidStateError);
  EXPECT_FALSE(failed.cancel());
  EXPECT_THROW(failed.result(), std::runtime_error);

  cancelled.cancel();
  EXPECT_THROW(cancelled.set_result(1), InvalidStateError);
  EXPECT_THROW(cancelled.set_exception(error("no more fish")), InvalidStateError);

  good.set_result(1);
  EXPECT_THROW(good.set_exception(error("no more fish")), InvalidStateError);
  EXPECT_FALSE(good.cancel());
  EXPECT_EQ(good.result(), 1);
}

TEST(Step6_BadEnds, cancelling_says_why_and_only_once) {
  Future<int> answer(queue);
  EXPECT_TRUE(answer.cancel("the penguin left"));
  EXPECT_FALSE(answer.cancel("the other penguin left, too"));
  EXPECT_TRUE(answer.done());
  EXPECT_TRUE(answer.cancelled());
  try {
    answer.result();
    FAIL() << "a cancelled future has no result";
  } catch (const CancelledError& cancelled) {
    EXPECT_EQ(cancelled.message, "the penguin left");
  }
  EXPECT_THROW(answer.exception(), CancelledError);
}

TEST(Step6_BadEnds, a_handler_of_errors_does_not_catch_a_cancellation) {
  Future<int> answer(queue);
  answer.cancel();
  bool swallowed = false;
  try {
    try {
      answer.result();
    } catch (const std::exception&) {
      swallowed = true;
    }
  } catch (const CancelledError&) {
  }
  EXPECT_FALSE(swallowed);
}

TEST(Step6_BadEnds, call_the_callbacks_too) {
  int calls = 0;
  Future<int> failed(queue), cancelled(queue);
  for (auto& future : {failed, cancelled}) future.add_done_callback([&](auto) { ++calls; });
  failed.set_exception(error("no more fish"));
  cancelled.cancel();
  EXPECT_EQ(calls, 0);
  queue.run();
  EXPECT_EQ(calls, 2);
  EXPECT_THROW(failed.result(), std::runtime_error);
}
#endif

#if STEP >= 7
namespace {

// What a report says of a future that was made in this file.
std::string never_retrieved(const std::string& what, int line) {
  return "exception was never retrieved: " + what + ", of the future made at " + __FILE__ + ":" +
         std::to_string(line);
}

}  // namespace

TEST(Step7_NeverRetrieved, an_error_nobody_reads_is_reported_with_the_place) {
  Reports reports;
  const int line = __LINE__ + 2;
  {
    Future<int> answer(queue);
    answer.set_exception(error("no more fish"));
    const auto other = answer;
    EXPECT_TRUE(reports.lines.empty()) << "somebody may still read it";
  }
  EXPECT_EQ(reports.lines, Lines{never_retrieved("no more fish", line)});
}

TEST(Step7_NeverRetrieved, is_not_said_of_what_was_read) {
  Reports reports;
  {
    Future<int> by_result(queue), by_exception(queue), by_a_copy(queue);
    for (auto& future : {by_result, by_exception, by_a_copy})
      future.set_exception(error("no more fish"));
    EXPECT_THROW(by_result.result(), std::runtime_error);
    EXPECT_TRUE(by_exception.exception());
    const auto copy = by_a_copy;
    EXPECT_THROW(copy.result(), std::runtime_error);
  }
  EXPECT_TRUE(reports.lines.empty());
}

TEST(Step7_NeverRetrieved, is_not_said_of_a_cancellation_or_a_value) {
  Reports reports;
  {
    Future<int> cancelled(queue), good(queue), still_pending(queue);
    cancelled.cancel("nobody wants it");
    good.set_result(7);
  }
  EXPECT_TRUE(reports.lines.empty());
}

TEST(Step7_NeverRetrieved, asking_done_is_not_reading) {
  Reports reports;
  {
    Future<int> answer(queue);
    answer.set_exception(error("no more fish"));
    EXPECT_TRUE(answer.done());
    EXPECT_FALSE(answer.cancelled());
  }
  EXPECT_EQ(reports.lines.size(), 1u);
}

TEST(Step7_NeverRetrieved, a_callback_that_does_not_read_does_not_hide_it) {
  Reports reports;
  {
    Future<int> answer(queue);
    answer.add_done_callback([](auto) {});
    answer.set_exception(error("no more fish"));
  }
  EXPECT_TRUE(reports.lines.empty()) << "the callback waits in the queue and holds the future";
  queue.run();
  EXPECT_EQ(reports.lines.size(), 1u);
}
#endif

#if STEP >= 8
TEST(Step8_Settle, ends_as_the_function_ends) {
  Future<int> value(queue), failed(queue), cancelled(queue);
  value.settle([] { return 42; });
  failed.settle([]() -> int { throw std::runtime_error("no more fish"); });
  cancelled.settle([]() -> int { throw CancelledError{"the penguin left"}; });
  EXPECT_EQ(value.result(), 42);
  EXPECT_THROW(failed.result(), std::runtime_error);
  EXPECT_TRUE(cancelled.cancelled()) << "a function that was cancelled makes it cancelled";
}

TEST(Step8_Settle, works_for_nothing_for_references_and_for_what_cannot_be_copied) {
  int number = 1;
  bool called = false;
  Future<void> nothing(queue);
  Future<int&> reference(queue);
  Future<std::unique_ptr<int>> moved(queue);
  nothing.settle([&] { called = true; });
  reference.settle([&]() -> int& { return number; });
  moved.settle([] { return std::make_unique<int>(42); });
  EXPECT_TRUE(called);
  EXPECT_TRUE(nothing.done());
  EXPECT_EQ(&reference.result(), &number);
  EXPECT_EQ(*moved.result(), 42);
}

TEST(Step8_Settle, does_not_call_the_function_when_the_future_is_done) {
  bool called = false;
  Future<int> answer(queue);
  answer.cancel();
  answer.settle([&] { return called = true, 42; });
  EXPECT_FALSE(called);
  EXPECT_TRUE(answer.cancelled());
}

TEST(Step8_Settle, waits_for_a_future_that_the_function_returns) {
  Future<int> outer(queue), inner(queue);
  outer.settle([&] { return inner; });
  queue.run();
  EXPECT_FALSE(outer.done());
  inner.set_result(42);
  EXPECT_FALSE(outer.done()) << "the news goes through the queue";
  queue.run();
  EXPECT_EQ(outer.result(), 42);
}

TEST(Step8_Settle, ends_as_badly_as_the_future_that_the_function_returns) {
  Reports reports;
  Future<int> outer(queue), other(queue), inner(queue), cancelled(queue);
  outer.settle([&] { return inner; });
  other.settle([&] { return cancelled; });
  inner.set_exception(error("no more fish"));
  cancelled.cancel("the penguin left");
  queue.run();
  EXPECT_EQ(outer.exception(), inner.exception());
  EXPECT_TRUE(other.cancelled());
  EXPECT_TRUE(reports.lines.empty());
}
#endif

#if STEP >= 9
TEST(Step9_Then, calls_next_with_the_value_and_promises_what_it_returns) {
  Future<int> number(queue);
  Future<std::string> text = number.then([](int value) { return std::to_string(value); });
  number.set_result(42);
  EXPECT_FALSE(text.done());
  queue.run();
  EXPECT_EQ(text.result(), "42");
}

TEST(Step9_Then, waits_for_a_future_that_next_returns) {
  Future<int> first(queue), second(queue);
  Future<int> both = first.then(
      [&](int value) { return second.then([value](int other) { return value + other; }); });
  first.set_result(40);
  queue.run();
  EXPECT_FALSE(both.done());
  second.set_result(2);
  queue.run();
  EXPECT_EQ(both.result(), 42);
}

TEST(Step9_Then, chains_and_skips_to_the_end_on_an_error) {
  Reports reports;
  Lines lines;
  Future<int> number(queue);
  Future<int> last = number
                         .then([&](int value) {
                           lines.push_back("first");
                           return value;
                         })
                         .then([&](int) -> int {
                           lines.push_back("second");
                           throw std::runtime_error("no more fish");
                         })
                         .then([&](int value) {
                           lines.push_back("third");
                           return value;
                         });
  number.set_result(42);
  queue.run();
  EXPECT_EQ(lines, (Lines{"first", "second"}));
  EXPECT_THROW(last.result(), std::runtime_error);
  EXPECT_TRUE(reports.lines.empty()) << "each link read the one before it";
}

TEST(Step9_Then, passes_a_cancellation_on) {
  bool called = false;
  Future<int> number(queue);
  Future<int> next = number.then([&](int value) { return called = true, value; });
  number.cancel("the penguin left");
  queue.run();
  EXPECT_FALSE(called);
  EXPECT_TRUE(next.cancelled());
  try {
    next.result();
  } catch (const CancelledError& cancelled) {
    EXPECT_EQ(cancelled.message, "the penguin left");
  }
}

TEST(Step9_Then, does_not_call_next_when_nobody_wants_it_any_more) {
  bool called = false;
  Future<int> number(queue);
  Future<int> next = number.then([&](int value) { return called = true, value; });
  next.cancel();
  number.set_result(42);
  queue.run();
  EXPECT_FALSE(called);
  EXPECT_EQ(number.result(), 42) << "a cancellation does not travel up the chain";
}

TEST(Step9_Then, works_on_nothing_and_returns_nothing) {
  Lines lines;
  Future<void> start(queue);
  Future<void> end =
      start.then([&] { lines.push_back("first"); }).then([&] { lines.push_back("second"); });
  start.set_result();
  queue.run();
  EXPECT_TRUE(end.done());
  EXPECT_EQ(lines, (Lines{"first", "second"}));
}

TEST(Step9_Then, works_on_references_and_looks_at_what_cannot_be_copied) {
  int number = 1;
  Future<int&> reference(queue);
  Future<int*> address = reference.then([](int& value) { return &value; });
  reference.set_result(number);
  Future<std::unique_ptr<int>> moved(queue);
  Future<std::unique_ptr<int>> twice = moved.then(
      [](const std::unique_ptr<int>& value) { return std::make_unique<int>(*value * 2); });
  moved.set_result(std::make_unique<int>(21));
  queue.run();
  EXPECT_EQ(address.result(), &number);
  EXPECT_EQ(*twice.take(), 42);
}

TEST(Step9_Then, works_on_a_future_that_is_done_but_never_at_once) {
  Future<int> number(queue);
  number.set_result(41);
  bool called = false;
  Future<int> next = number.then([&](int value) { return called = true, value + 1; });
  EXPECT_FALSE(called);
  queue.run();
  EXPECT_EQ(next.result(), 42);
}

TEST(Step9_Then, an_error_at_its_end_is_reported_once_with_the_place_of_the_last_then) {
  Reports reports;
  Future<int> number(queue);
  number.then([](int value) { return value; }).then([](int value) { return value; });
  const int line = __LINE__ - 1;
  number.set_exception(error("no more fish"));
  queue.run();
  EXPECT_EQ(reports.lines, Lines{never_retrieved("no more fish", line)});
}
#endif

#if STEP >= 10
namespace {

FutureCoroutine<int, int> sum_of(Future<int> first, Future<int> second) {
  int sum = co_yield first;
  sum += co_yield second;
  co_return sum;
}

// Makes a driver as drive() will, for the steps before there is one.
template <class Sent, class Returned>
std::shared_ptr<Driver<Sent, Returned>> driver_of(FutureCoroutine<Sent, Returned> body) {
#if STEP >= 12
  auto driver = std::make_shared<Driver<Sent, Returned>>(queue, std::move(body), __FILE__, 0);
#else
  auto driver = std::make_shared<Driver<Sent, Returned>>(queue, std::move(body));
#endif
  return driver;
}

}  // namespace

TEST(Step10_Driver, sends_the_coroutine_the_values_of_the_futures_it_yields) {
  Future<int> first(queue), second(queue);
  auto driver = driver_of(sum_of(first, second));
  driver->step();
  first.set_result(40);
  queue.run();
  EXPECT_FALSE(driver->result().done());
  second.set_result(2);
  queue.run();
  EXPECT_EQ(driver->result().result(), 42);
}

TEST(Step10_Driver, resumes_through_the_queue_even_when_the_future_is_done) {
  Future<int> first(queue), second(queue);
  first.set_result(40);
  second.set_result(2);
  auto driver = driver_of(sum_of(first, second));
  driver->step();
  EXPECT_FALSE(driver->result().done());
  queue.run();
  EXPECT_EQ(driver->result().result(), 42);
}

TEST(Step10_Driver, returns_references_and_what_cannot_be_copied) {
  auto boxed = [](Future<int> number) -> FutureCoroutine<int, std::unique_ptr<int>> {
    int value = co_yield number;
    co_return std::make_unique<int>(value);
  };
  auto referring = [](Future<int> number, int& place) -> FutureCoroutine<int, int&> {
    place = co_yield number;
    co_return place;
  };
  int place = 0;
  Future<int> number(queue);
  auto boxing = driver_of(boxed(number));
  auto writing = driver_of(referring(number, place));
  boxing->step();
  writing->step();
  number.set_result(42);
  queue.run();
  EXPECT_EQ(*boxing->result().take(), 42);
  EXPECT_EQ(&writing->result().result(), &place);
  EXPECT_EQ(place, 42);
}
#endif

#if STEP >= 11
namespace {

FutureCoroutine<int, std::string> catches(Future<int> number) {
  std::string what = "nothing was thrown";
  try {
    co_yield number;
  } catch (const std::runtime_error& error) {
    what = error.what();
  } catch (const CancelledError& cancelled) {
    what = "cancelled: " + cancelled.message;
  }
  co_return what;
}

FutureCoroutine<int, int> fails_with(std::string what) {
  throw std::runtime_error(what);
  co_return 0;
}

}  // namespace

TEST(Step11_Errors, are_thrown_into_the_coroutine_which_may_catch_them) {
  Reports reports;
  Future<int> failed(queue), cancelled(queue);
  auto first = driver_of(catches(failed));
  auto second = driver_of(catches(cancelled));
  first->step();
  second->step();
  failed.set_exception(error("no more fish"));
  cancelled.cancel("the penguin left");
  queue.run();
  EXPECT_EQ(first->result().result(), "no more fish");
  EXPECT_EQ(second->result().result(), "cancelled: the penguin left");
  EXPECT_TRUE(reports.lines.empty());
}

TEST(Step11_Errors, that_the_coroutine_does_not_catch_become_the_end_of_its_future) {
  Future<int> first(queue), second(queue);
  auto failing = driver_of(sum_of(first, second));
  auto cancelled = driver_of(sum_of(second, first));
  failing->step();
  cancelled->step();
  first.set_exception(error("no more fish"));
  second.cancel("the penguin left");
  queue.run();
  EXPECT_EQ(describe(failing->result().exception()), "no more fish");
  EXPECT_TRUE(cancelled->result().cancelled());
}

TEST(Step11_Errors, may_come_before_the_first_future) {
  auto driver = driver_of(fails_with("no more fish"));
  driver->step();
  EXPECT_THROW(driver->result().result(), std::runtime_error);
}

TEST(Step11_Errors, a_caught_error_does_not_stop_the_coroutine) {
  auto body = [](Future<int> first, Future<int> second) -> FutureCoroutine<int, int> {
    int value = 0;
    try {
      value = co_yield first;
    } catch (const std::runtime_error&) {
    }
    value += co_yield second;
    co_return value;
  };
  Future<int> first(queue), second(queue);
  auto driver = driver_of(body(first, second));
  driver->step();
  first.set_exception(error("no more fish"));
  second.set_result(42);
  queue.run();
  EXPECT_EQ(driver->result().result(), 42);
}

TEST(Step11_Errors, a_coroutine_that_returns_nothing_is_done_all_the_same) {
  bool ended = false;
  auto body = [](Future<int> number, bool& ended) -> FutureCoroutine<int, void> {
    co_yield number;
    ended = true;
  };
  Future<int> number(queue);
  auto driver = driver_of(body(number, ended));
  driver->step();
  number.set_result(7);
  queue.run();
  EXPECT_TRUE(ended);
  EXPECT_TRUE(driver->result().done());
  driver->result().result();
}
#endif

#if STEP >= 12
TEST(Step12_Drive, runs_nothing_inside_the_call) {
  bool ran = false;
  auto body = [](bool& ran) -> FutureCoroutine<int, int> {
    ran = true;
    co_return 42;
  };
  auto answer = drive(queue, body(ran));
  EXPECT_FALSE(ran) << "the first step waits in the queue, too";
  queue.run();
  EXPECT_TRUE(ran);
  EXPECT_EQ(answer.result(), 42);
}

TEST(Step12_Drive, runs_a_coroutine_whose_future_nobody_keeps) {
  int sum = 0;
  auto body = [](Future<int> number, int& sum) -> FutureCoroutine<int, void> {
    sum = co_yield number;
  };
  Future<int> number(queue);
  drive(queue, body(number, sum));
  queue.run();
  number.set_result(42);
  queue.run();
  EXPECT_EQ(sum, 42);
}

TEST(Step12_Drive, runs_many_side_by_side) {
  Lines lines;
  auto body = [](std::string name, Future<int> first, Future<int> second,
                 Lines& lines) -> FutureCoroutine<int, void> {
    lines.push_back(name + " begins");
    co_yield first;
    lines.push_back(name + " goes on");
    co_yield second;
    lines.push_back(name + " ends");
  };
  Future<int> first(queue), second(queue);
  drive(queue, body("a", first, second, lines));
  drive(queue, body("b", first, second, lines));
  queue.run();
  first.set_result(1);
  second.set_result(2);
  queue.run();
  EXPECT_EQ(lines, (Lines{"a begins", "b begins", "a goes on", "b goes on", "a ends", "b ends"}));
}

TEST(Step12_Drive, drives_coroutines_that_wait_for_each_other) {
  auto outer = [](Future<int> number) -> FutureCoroutine<int, int> {
    int first = co_yield drive(queue, sum_of(number, number));
    int second = co_yield drive(queue, sum_of(number, number));
    co_return first + second;
  };
  Future<int> number(queue);
  auto answer = drive(queue, outer(number));
  queue.run();
  number.set_result(10);
  queue.run();
  EXPECT_EQ(answer.result(), 40);
}

TEST(Step12_Drive, destroys_the_coroutine_as_soon_as_it_ends) {
  auto shared = std::make_shared<int>(1);
  auto body = [](std::shared_ptr<int>, Future<int> number) -> FutureCoroutine<int, int> {
    co_return co_yield number;
  };
  Future<int> number(queue);
  auto answer = drive(queue, body(shared, number));
  queue.run();
  EXPECT_EQ(shared.use_count(), 2);
  number.set_result(7);
  queue.run();
  EXPECT_EQ(shared.use_count(), 1) << "the frame outlives its end";
}

TEST(Step12_Drive, a_coroutine_that_waits_for_ever_dies_with_the_queue) {
  auto shared = std::make_shared<int>(1);
  auto body = [](std::shared_ptr<int>, CallbackQueue& queue) -> FutureCoroutine<int, int> {
    co_return co_yield Future<int>(queue);
  };
  {
    CallbackQueue short_lived;
    drive(short_lived, body(shared, short_lived));
    short_lived.run();
    EXPECT_EQ(shared.use_count(), 2) << "the queue keeps it, for it may still go on";
  }
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(Step12_Drive, a_coroutine_may_still_enqueue_while_it_dies_with_the_queue) {
  struct Farewell {
    ~Farewell() { future.set_result(7); }
    Future<int> future;
  };
  auto body = [](CallbackQueue& queue) -> FutureCoroutine<int, int> {
    Future<int> told(queue);
    told.add_done_callback([](auto) { ADD_FAILURE() << "the queue is gone"; });
    const Farewell farewell{told};
    co_return co_yield Future<int>(queue);
  };
  CallbackQueue short_lived;
  drive(short_lived, body(short_lived));
  short_lived.run();
}

TEST(Step12_Drive, goes_on_when_its_future_was_cancelled) {
  bool ended = false;
  auto body = [](Future<int> number, bool& ended) -> FutureCoroutine<int, int> {
    int value = co_yield number;
    ended = true;
    co_return value;
  };
  Reports reports;
  Future<int> number(queue);
  auto answer = drive(queue, body(number, ended));
  queue.run();
  answer.cancel("nobody wants it");
  number.set_result(7);
  queue.run();
  EXPECT_TRUE(ended) << "only chapter 7's tasks can be stopped";
  EXPECT_TRUE(answer.cancelled());
  EXPECT_TRUE(reports.lines.empty());
}

TEST(Step12_Drive, an_error_nobody_reads_is_reported_with_the_place_of_the_call) {
  Reports reports;
  drive(queue, fails_with("no more fish"));
  const int line = __LINE__ - 1;
  queue.run();
  EXPECT_EQ(reports.lines, Lines{never_retrieved("no more fish", line)});
}

TEST(Step12_Drive, a_thousand_coroutines_in_a_row_leave_nothing_behind) {
  auto body = [](Future<int> before) -> FutureCoroutine<int, int> {
    int value = co_yield before;
    co_return value + 1;
  };
  Future<int> first(queue);
  Future<int> last = first;
  for (int times = 0; times < 1'000; ++times) last = drive(queue, body(last));
  queue.run();
  first.set_result(0);
  queue.run();
  EXPECT_EQ(last.result(), 1'000);
}
#endif
