// The tests of chapter 2, by step. Step K of the lesson needs those up to StepK.
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#ifndef STEP
#define STEP 99
#endif

#include "conversation.hpp"
#if STEP >= 2
#include "coroutine.hpp"
#endif
#if STEP >= 4
#include "outcome.hpp"
#endif

using namespace ch02;
using Log = std::vector<std::string>;

namespace {

// Appends its name to a list when it dies: shows when a body's locals are destroyed.
class Witness {
 public:
  Witness(Log& log, std::string name) : log_(&log), name_(std::move(name)) {}
  Witness(const Witness&) = delete;
  ~Witness() { log_->push_back(name_); }

 private:
  Log* log_;
  std::string name_;
};

// The least that talks: a coroutine driven by hand.
struct Talk {
  struct promise_type : Conversation<int, int> {
    Talk get_return_object() {
      frame = std::coroutine_handle<promise_type>::from_promise(*this);
      return Talk(*this);
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit Talk(promise_type& body) : body(&body) {}
  Talk(Talk&&) = delete;
  ~Talk() { body->frame.destroy(); }
  promise_type* body;
};

Talk doubles(Log& log) {
  log.push_back("begins");
  int received = co_yield 1;
  while (true) received = co_yield 2 * received;
}

}  // namespace

TEST(Step1_Conversation, waits_for_the_first_message) {
  Log log;
  Talk talk = doubles(log);
  EXPECT_TRUE(log.empty()) << "the body ran before anybody resumed it";
  talk.body->resume(0);
  EXPECT_EQ(log, Log{"begins"});
}

TEST(Step1_Conversation, notes_where_the_yielded_value_is) {
  Log log;
  Talk talk = doubles(log);
  talk.body->resume(0);
  ASSERT_NE(talk.body->yielded, nullptr);
  EXPECT_EQ(*talk.body->yielded, 1);
}

TEST(Step1_Conversation, makes_the_message_the_value_of_the_co_yield) {
  Log log;
  Talk talk = doubles(log);
  talk.body->resume(0);
  talk.body->resume(21);
  EXPECT_EQ(*talk.body->yielded, 42);
  talk.body->resume(5);
  EXPECT_EQ(*talk.body->yielded, 10);
}

#if STEP >= 2
namespace {

Coroutine<int, int, None> count(Log& log) {
  log.push_back("begins");
  for (int number = 1;; ++number) co_yield number;
}

}  // namespace

TEST(Step2_Next, runs_nothing_when_the_function_is_called) {
  Log log;
  auto coroutine = count(log);
  EXPECT_TRUE(log.empty());
}

TEST(Step2_Next, gives_one_value_after_the_other) {
  Log log;
  auto coroutine = count(log);
  EXPECT_EQ(coroutine.next(), 1);
  EXPECT_EQ(coroutine.next(), 2);
  EXPECT_EQ(coroutine.next(), 3);
  EXPECT_EQ(log, Log{"begins"});
}

TEST(Step2_Next, gives_the_body_s_own_object) {
  auto body = [](std::string& name) -> Coroutine<std::string, int, None> {
    while (true) co_yield name;
  };
  std::string name = "Penny";
  auto coroutine = body(name);
  EXPECT_EQ(&coroutine.next(), &name);
}

TEST(Step2_Next, gives_constants_where_the_type_says_so) {
  auto body = [](const std::string& name) -> Coroutine<const std::string, int, None> {
    while (true) co_yield name;
  };
  const std::string name = "Penny";
  auto coroutine = body(name);
  EXPECT_EQ(&coroutine.next(), &name);
}

TEST(Step2_Next, gives_what_cannot_be_copied) {
  auto body = []() -> Coroutine<std::unique_ptr<int>, int, None> {
    while (true) co_yield std::make_unique<int>(7);
  };
  auto coroutine = body();
  std::unique_ptr<int> seven = std::move(coroutine.next());
  EXPECT_EQ(*seven, 7);
}

TEST(Step2_Next, sends_an_empty_value) {
  auto body = []() -> Coroutine<bool, std::optional<int>, None> {
    bool received = true;
    while (true) {
      std::optional<int> value = co_yield received;
      received = value.has_value();
    }
  };
  auto coroutine = body();
  coroutine.next();
  EXPECT_FALSE(coroutine.next()) << "next() sends an empty optional, as Python's sends None";
}

TEST(Step2_Next, locals_die_with_the_coroutine_last_one_first) {
  Log log;
  {
    auto body = [](Log& log) -> Coroutine<int, int, None> {
      Witness outer(log, "outer");
      co_yield 1;
      Witness inner(log, "inner");
      while (true) co_yield 2;
    };
    auto coroutine = body(log);
    coroutine.next();
    coroutine.next();
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, (Log{"inner", "outer"}));
}
#endif

#if STEP >= 3
namespace {

Coroutine<double, double, None> running_average() {
  double total = co_yield 0;
  for (int count = 1;; ++count) total += co_yield total / count;
}

template <class Function>
std::string error_of(Function function) {
  try {
    function();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "not a std::exception";
  }
  return "no error";
}

}  // namespace

TEST(Step3_Send, makes_a_running_average) {
  auto average = running_average();
  average.next();
  EXPECT_EQ(average.send(10), 10);
  EXPECT_EQ(average.send(20), 15);
  EXPECT_EQ(average.send(60), 30);
}

TEST(Step3_Send, comes_too_early_before_the_first_next) {
  auto average = running_average();
  EXPECT_EQ(error_of([&] { average.send(10); }),
            "cannot send before the body has started: call next() first");
  average.next();
  EXPECT_EQ(average.send(10), 10) << "the mistake did no harm";
}

TEST(Step3_Send, moves_what_cannot_be_copied) {
  auto body = []() -> Coroutine<int, std::unique_ptr<int>, None> {
    int last = 0;
    while (true) {
      std::unique_ptr<int> box = co_yield last;
      last = *box;
    }
  };
  auto coroutine = body();
  coroutine.next();
  EXPECT_EQ(coroutine.send(std::make_unique<int>(7)), 7);
  EXPECT_EQ(coroutine.send(std::make_unique<int>(8)), 8);
}

TEST(Step3_Send, does_not_reach_a_body_that_is_running) {
  struct Loop {
    static Coroutine<int, int, None> body(Coroutine<int, int, None>*& self, Log& log) {
      log.push_back(error_of([&] { self->next(); }));
      co_yield 1;
      log.push_back(error_of([&] { self->send(5); }));
      while (true) co_yield 2;
    }
  };
  Log log;
  Coroutine<int, int, None>* self = nullptr;
  auto coroutine = Loop::body(self, log);
  self = &coroutine;
  const std::string busy = "coroutine already executing: its own body resumed it";
  EXPECT_EQ(coroutine.next(), 1);
  EXPECT_EQ(coroutine.next(), 2);
  EXPECT_EQ(log, (Log{busy, busy}));
}
#endif

#if STEP >= 4
TEST(Step4_Outcome, is_nothing_yet_at_first) {
  Outcome<int> outcome;
  EXPECT_FALSE(outcome.ended());
  EXPECT_EQ(outcome.error(), nullptr);
}

TEST(Step4_Outcome, keeps_a_value) {
  Outcome<std::string> outcome;
  outcome.set_value("fish");
  EXPECT_TRUE(outcome.ended());
  EXPECT_EQ(outcome.error(), nullptr);
  EXPECT_EQ(outcome.get(), "fish");
  EXPECT_EQ(outcome.get(), "fish") << "looking does not take";
  EXPECT_EQ(outcome.take(), "fish");
}

TEST(Step4_Outcome, keeps_an_error_of_any_type) {
  Outcome<int> outcome;
  outcome.set_error(std::make_exception_ptr(42));
  EXPECT_TRUE(outcome.ended());
  EXPECT_NE(outcome.error(), nullptr);
  EXPECT_THROW(outcome.get(), int);
  EXPECT_THROW(outcome.take(), int);
}

TEST(Step4_Outcome, gives_up_what_cannot_be_copied) {
  Outcome<std::unique_ptr<int>> outcome;
  outcome.set_value(std::make_unique<int>(7));
  EXPECT_EQ(*outcome.get(), 7);
  std::unique_ptr<int> taken = outcome.take();
  EXPECT_EQ(*taken, 7);
}

TEST(Step4_Outcome, holds_an_error_as_a_value_too) {
  Outcome<std::exception_ptr> outcome;
  outcome.set_value(std::make_exception_ptr(42));
  EXPECT_EQ(outcome.error(), nullptr) << "the value is an error; having it is none";
  EXPECT_NE(outcome.get(), nullptr);
}
#endif

#if STEP >= 5
namespace {

Coroutine<int, int, int> adds_two_numbers() {
  int first = co_yield 1;
  int second = co_yield 2;
  co_return first + second;
}

// What comes at the end: the returned value, or "StopIteration" where there is none, or an error.
template <class Function>
std::string end_of(Function function) {
  try {
    function();
  } catch (const StopIteration<int>& end) {
    return "returned " + std::to_string(end.value);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "not a std::exception";
  }
  return "not the end";
}

}  // namespace

TEST(Step5_StopIteration, carries_the_returned_value) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  coroutine.send(3);
  EXPECT_EQ(end_of([&] { coroutine.send(4); }), "returned 7");
  EXPECT_TRUE(coroutine.done());
}

TEST(Step5_StopIteration, comes_without_a_value_when_you_ask_again) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 0");
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
  EXPECT_EQ(end_of([&] { coroutine.send(1); }), "StopIteration");
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step5_StopIteration, comes_at_once_from_a_body_that_does_not_yield) {
  auto body = []() -> Coroutine<int, int, int> { co_return 5; };
  auto coroutine = body();
  EXPECT_FALSE(coroutine.done()) << "nobody has run it yet";
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 5");
}

TEST(Step5_StopIteration, hands_over_what_cannot_be_copied) {
  auto body = []() -> Coroutine<int, int, std::unique_ptr<int>> {
    co_return std::make_unique<int>(7);
  };
  auto coroutine = body();
  try {
    coroutine.next();
    FAIL() << "the body has ended";
  } catch (StopIteration<std::unique_ptr<int>>& end) {
    EXPECT_EQ(*end.value, 7);
  }
}

TEST(Step5_StopIteration, is_caught_without_naming_what_was_returned) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  coroutine.next();
  EXPECT_THROW(coroutine.next(), AnyStopIteration);
}

TEST(Step5_StopIteration, is_what_a_moved_from_coroutine_says) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  auto moved = std::move(coroutine);
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
  EXPECT_EQ(end_of([&] { coroutine.send(1); }), "StopIteration");
  EXPECT_EQ(moved.send(3), 2) << "the place to go on from moves along";
}

TEST(Step5_StopIteration, is_thrown_when_the_locals_are_gone) {
  Log log;
  auto body = [](Log& log) -> Coroutine<int, int, int> {
    Witness local(log, "local");
    co_return 1;
  };
  auto coroutine = body(log);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 1");
  EXPECT_EQ(log, Log{"local"});
}
#endif

#if STEP >= 6
namespace {

Coroutine<int, int, int> fails_after_one() {
  co_yield 1;
  throw std::runtime_error("out of fish");
}

}  // namespace

TEST(Step6_Errors, come_out_of_next) {
  auto coroutine = fails_after_one();
  EXPECT_EQ(coroutine.next(), 1);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "out of fish");
}

TEST(Step6_Errors, come_once_and_end_the_coroutine) {
  auto coroutine = fails_after_one();
  coroutine.next();
  EXPECT_THROW(coroutine.send(1), std::runtime_error);
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step6_Errors, may_be_of_any_type) {
  auto body = []() -> Coroutine<int, int, int> {
    throw 42;
    co_return 0;
  };
  auto coroutine = body();
  EXPECT_THROW(coroutine.next(), int);
}

TEST(Step6_Errors, a_stop_iteration_that_leaks_is_not_the_end) {
  auto body = []() -> Coroutine<int, int, int> {
    auto inner = adds_two_numbers();
    while (true) co_yield inner.next();
  };
  auto coroutine = body();
  coroutine.next();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "coroutine raised StopIteration");
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration") << "from now on it is the end";
}

TEST(Step6_Errors, a_stop_iteration_that_is_caught_is_none) {
  auto body = []() -> Coroutine<int, int, int> {
    auto inner = adds_two_numbers();
    int last = 0;
    try {
      while (true) last = inner.next();
    } catch (const AnyStopIteration&) {
    }
    co_return last;
  };
  auto coroutine = body();
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 2");
}

TEST(Step6_Errors, holds_looks_into_an_error) {
  EXPECT_TRUE(holds<std::logic_error>(std::make_exception_ptr(std::out_of_range("far"))));
  EXPECT_FALSE(holds<std::logic_error>(std::make_exception_ptr(std::runtime_error("late"))));
  EXPECT_FALSE(holds<std::logic_error>(std::make_exception_ptr(42)));
  EXPECT_FALSE(holds<std::logic_error>(nullptr));
}
#endif

#if STEP >= 7
namespace {

std::exception_ptr storm() {
  return std::make_exception_ptr(std::runtime_error("a storm"));
}

// Goes on after an error, and counts the errors.
Coroutine<int, int, int> unshaken(Log& log) {
  for (int errors = 0; errors < 2;) {
    try {
      co_yield errors;
    } catch (const std::runtime_error& error) {
      log.push_back(error.what());
      ++errors;
    }
  }
  co_return 100;
}

}  // namespace

TEST(Step7_ThrowIn, raises_the_error_at_the_pause) {
  Log log;
  auto coroutine = unshaken(log);
  EXPECT_EQ(coroutine.next(), 0);
  EXPECT_EQ(coroutine.throw_in(storm()), 1) << "the body caught it and yielded";
  EXPECT_EQ(log, Log{"a storm"});
  EXPECT_EQ(coroutine.send(5), 1) << "the error is gone";
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "returned 100");
}

TEST(Step7_ThrowIn, comes_back_out_where_nobody_catches_it) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step7_ThrowIn, throws_anything) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  EXPECT_THROW(coroutine.throw_in(std::make_exception_ptr(42)), int);
}

TEST(Step7_ThrowIn, ends_a_body_before_its_first_line) {
  Log log;
  auto coroutine = unshaken(log);
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
  EXPECT_TRUE(log.empty()) << "there was no co_yield to catch it";
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step7_ThrowIn, ends_a_body_that_is_sent_a_class) {
  // g++ 12 crashes where the start of a body evaluates to a class (conversation.hpp, Start).
  auto body = []() -> Coroutine<int, std::optional<std::string>, int> {
    std::optional<std::string> received = co_yield 1;
    co_return received ? 1 : 0;
  };
  auto coroutine = body();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
  EXPECT_TRUE(coroutine.done());
}

TEST(Step7_ThrowIn, comes_straight_back_from_a_body_that_has_ended) {
  auto coroutine = adds_two_numbers();
  EXPECT_THROW(coroutine.throw_in(storm()), std::runtime_error);
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
}

TEST(Step7_ThrowIn, destroys_the_locals_on_its_way_out) {
  Log log;
  auto body = [](Log& log) -> Coroutine<int, int, int> {
    Witness outer(log, "outer");
    Witness inner(log, "inner");
    co_yield 1;
    co_return 0;
  };
  auto coroutine = body(log);
  coroutine.next();
  EXPECT_THROW(coroutine.throw_in(storm()), std::runtime_error);
  EXPECT_EQ(log, (Log{"inner", "outer"})) << "they die with the body, before its owner does";
}

TEST(Step7_ThrowIn, makes_no_end_of_a_stop_iteration) {
  auto coroutine = adds_two_numbers();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(std::make_exception_ptr(AnyStopIteration())); }),
            "coroutine raised StopIteration");
}

TEST(Step7_ThrowIn, an_error_that_was_caught_does_not_come_back) {
  auto body = []() -> Coroutine<int, int, int> {
    bool storm = false;
    try {
      co_yield 1;
    } catch (const std::runtime_error&) {
      storm = true;
    }
    int received = co_yield storm ? 2 : 3;
    co_return received;
  };
  auto coroutine = body();
  coroutine.next();
  EXPECT_EQ(coroutine.throw_in(storm()), 2);
  EXPECT_EQ(end_of([&] { coroutine.send(8); }), "returned 8");
}
#endif

#if STEP >= 8
namespace {

Coroutine<int, int, int> says_goodbye(Log& log, std::string name) {
  try {
    while (true) co_yield 1;
  } catch (const GeneratorExit&) {
    log.push_back(name + " says goodbye");
    throw;
  }
}

Coroutine<int, int, int> ignores_the_goodbye() {
  try {
    co_yield 1;
  } catch (const GeneratorExit&) {
  }
  co_yield 2;
  co_return 3;
}

Coroutine<int, int, int> returns_at_the_goodbye(Log& log) {
  try {
    while (true) co_yield 1;
  } catch (const GeneratorExit&) {
    log.push_back("goodbye");
  }
  co_return 7;
}

Coroutine<int, int, int> fails_at_the_goodbye() {
  try {
    co_yield 1;
  } catch (const GeneratorExit&) {
    throw std::runtime_error("no goodbye");
  }
  co_return 0;
}

}  // namespace

TEST(Step8_Close, ends_the_body_where_it_is_paused) {
  Log log;
  auto coroutine = says_goodbye(log, "it");
  coroutine.next();
  coroutine.close();
  EXPECT_EQ(log, Log{"it says goodbye"});
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step8_Close, runs_nothing_of_a_body_that_has_not_started) {
  Log log;
  auto coroutine = says_goodbye(log, "it");
  coroutine.close();
  EXPECT_TRUE(log.empty());
  EXPECT_TRUE(coroutine.done());
}

TEST(Step8_Close, does_nothing_once_the_body_has_ended) {
  Log log;
  auto coroutine = says_goodbye(log, "it");
  coroutine.next();
  coroutine.close();
  coroutine.close();
  auto moved = std::move(coroutine);
  coroutine.close();
  EXPECT_EQ(log.size(), 1u);
}

TEST(Step8_Close, complains_when_the_body_yields) {
  auto coroutine = ignores_the_goodbye();
  coroutine.next();
  EXPECT_EQ(error_of([&] { coroutine.close(); }), "coroutine ignored GeneratorExit: it yielded");
  EXPECT_FALSE(coroutine.done());
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 3") << "it goes on as if nothing was";
}

TEST(Step8_Close, is_content_with_a_body_that_returns) {
  Log log;
  auto coroutine = returns_at_the_goodbye(log);
  coroutine.next();
  coroutine.close();
  EXPECT_EQ(log, Log{"goodbye"});
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration") << "nobody gets the 7";
}

TEST(Step8_Close, lets_another_error_through) {
  auto coroutine = fails_at_the_goodbye();
  coroutine.next();
  EXPECT_EQ(error_of([&] { coroutine.close(); }), "no goodbye");
  EXPECT_TRUE(coroutine.done());
}

TEST(Step8_Close, reports_a_stop_iteration_that_leaks) {
  auto body = []() -> Coroutine<int, int, int> {
    auto ended = adds_two_numbers();
    ended.close();
    try {
      co_yield 1;
    } catch (const GeneratorExit&) {
      ended.next();
    }
    co_return 0;
  };
  auto coroutine = body();
  coroutine.next();
  EXPECT_EQ(error_of([&] { coroutine.close(); }), "coroutine raised StopIteration");
}

TEST(Step8_Close, does_not_reach_a_body_that_is_running) {
  struct Loop {
    static Coroutine<int, int, int> body(Coroutine<int, int, int>*& self, Log& log) {
      co_yield 1;
      log.push_back(error_of([&] { self->close(); }));
      log.push_back(error_of([&] { self->throw_in(storm()); }));
      log.push_back(self->done() ? "done" : "not done");
      co_yield 2;
      co_return 0;
    }
  };
  Log log;
  Coroutine<int, int, int>* self = nullptr;
  auto coroutine = Loop::body(self, log);
  self = &coroutine;
  coroutine.next();
  EXPECT_EQ(coroutine.next(), 2);
  const std::string busy = "coroutine already executing: its own body resumed it";
  EXPECT_EQ(log, (Log{busy, busy, "not done"}));
}

TEST(Step8_Close, is_not_what_happens_when_the_owner_dies) {
  Log log;
  {
    auto coroutine = says_goodbye(log, "it");
    coroutine.next();
  }
  EXPECT_TRUE(log.empty()) << "destructors run; a catch does not";
}
#endif

#if STEP >= 9
namespace {

Coroutine<int, int, int> returns_five() {
  co_return 5;
}

Coroutine<int, int, int> asks(int question) {
  int answer = co_yield question;
  co_return answer;
}

}  // namespace

TEST(Step9_Await, evaluates_to_what_the_inner_body_returned) {
  auto body = []() -> Coroutine<int, int, int> {
    int first = co_await returns_five();
    int second = co_await returns_five();
    co_return first + second;
  };
  auto coroutine = body();
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 10") << "nobody paused in between";
}

TEST(Step9_Await, yields_what_the_inner_body_yields) {
  auto body = []() -> Coroutine<int, int, int> { co_return co_await asks(7); };
  auto coroutine = body();
  EXPECT_EQ(coroutine.next(), 7);
}

TEST(Step9_Await, throws_what_the_inner_body_throws) {
  auto body = [](Log& log) -> Coroutine<int, int, int> {
    auto fails = []() -> Coroutine<int, int, int> {
      throw std::runtime_error("out of fish");
      co_return 0;
    };
    try {
      co_await fails();
    } catch (const std::runtime_error& error) {
      log.push_back(error.what());
    }
    co_return 1;
  };
  Log log;
  auto coroutine = body(log);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 1");
  EXPECT_EQ(log, Log{"out of fish"});
}

TEST(Step9_Await, does_not_meet_an_error_that_was_caught_before) {
  auto body = []() -> Coroutine<int, int, int> {
    try {
      co_yield 1;
    } catch (const std::runtime_error&) {
    }
    co_return co_await returns_five();
  };
  auto coroutine = body();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "returned 5");
}

TEST(Step9_Await, may_await_a_body_that_returns_another_type) {
  auto named = []() -> Coroutine<int, int, std::unique_ptr<std::string>> {
    co_return std::make_unique<std::string>("Penny");
  };
  auto body = [](auto named) -> Coroutine<int, int, int> {
    std::unique_ptr<std::string> name = co_await named();
    co_return static_cast<int>(name->size());
  };
  auto coroutine = body(named);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 5");
}

TEST(Step9_Await, refuses_a_body_that_has_ended) {
  auto body = [](Coroutine<int, int, int>& inner) -> Coroutine<int, int, int> {
    co_return co_await inner;
  };
  auto ended = returns_five();
  EXPECT_EQ(end_of([&] { ended.next(); }), "returned 5");
  auto coroutine = body(ended);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "cannot await a coroutine that has ended");

  auto moved = std::move(ended);
  auto another = body(ended);
  EXPECT_EQ(end_of([&] { another.next(); }), "cannot await a coroutine that has ended");
}

TEST(Step9_Await, goes_on_with_a_body_that_was_started_elsewhere) {
  auto body = [](Coroutine<int, int, int>& inner) -> Coroutine<int, int, int> {
    co_return co_await inner;
  };
  auto inner = adds_two_numbers();
  EXPECT_EQ(inner.next(), 1);
  auto coroutine = body(inner);
  EXPECT_EQ(coroutine.next(), 2) << "it goes on from its own pause, and is sent an empty value";
}

TEST(Step9_Await, refuses_itself) {
  struct Loop {
    static Coroutine<int, int, int> body(Coroutine<int, int, int>*& self) {
      co_return co_await *self;
    }
  };
  Coroutine<int, int, int>* self = nullptr;
  auto coroutine = Loop::body(self);
  self = &coroutine;
  EXPECT_EQ(end_of([&] { coroutine.next(); }),
            "coroutine already executing: its own body resumed it");
}
#endif

#if STEP >= 10
namespace {

Coroutine<int, int, int> outer(Coroutine<int, int, int>& inner, Log& log) {
  try {
    int value = co_await inner;
    log.push_back("outer got " + std::to_string(value));
    co_yield 50;
    co_return 60;
  } catch (const GeneratorExit&) {
    log.push_back("outer says goodbye");
    throw;
  } catch (const std::exception& error) {
    log.push_back(std::string("outer caught ") + error.what());
    throw;
  }
}

}  // namespace

TEST(Step10_Chain, a_message_reaches_the_innermost_body) {
  auto inner = asks(7);
  Log log;
  auto coroutine = outer(inner, log);
  EXPECT_EQ(coroutine.next(), 7);
  EXPECT_EQ(coroutine.send(42), 50) << "the inner body ended, the outer one went on to its yield";
  EXPECT_EQ(log, Log{"outer got 42"});
  EXPECT_EQ(end_of([&] { coroutine.send(1); }), "returned 60");
}

TEST(Step10_Chain, works_three_deep_and_back) {
  struct Depth {
    static Coroutine<int, int, int> two() {
      int first = co_await asks(1);
      int second = co_await asks(2);
      co_return 10 * first + second;
    }
    static Coroutine<int, int, int> one() {
      int both = co_await two();
      int third = co_yield 3;
      co_return 10 * both + third;
    }
  };
  auto coroutine = Depth::one();
  EXPECT_EQ(coroutine.next(), 1);
  EXPECT_EQ(coroutine.send(7), 2);
  EXPECT_EQ(coroutine.send(8), 3);
  EXPECT_EQ(end_of([&] { coroutine.send(9); }), "returned 789");
}

TEST(Step10_Chain, moves_what_cannot_be_copied_all_the_way) {
  using Box = std::unique_ptr<int>;
  struct Depth {
    static Coroutine<Box, Box, Box> two() {
      Box box = co_yield std::make_unique<int>(1);
      co_return box;
    }
    static Coroutine<Box, Box, Box> one() {
      Box box = co_await two();
      ++*box;
      co_return box;
    }
  };
  auto coroutine = Depth::one();
  EXPECT_EQ(*coroutine.next(), 1);
  try {
    coroutine.send(std::make_unique<int>(41));
    FAIL() << "the body has ended";
  } catch (StopIteration<Box>& end) {
    EXPECT_EQ(*end.value, 42);
  }
}

TEST(Step10_Chain, an_error_is_thrown_into_the_innermost_body_first) {
  Log log;
  auto inner = unshaken(log);
  auto coroutine = outer(inner, log);
  coroutine.next();
  EXPECT_EQ(coroutine.throw_in(storm()), 1) << "the inner body caught it";
  EXPECT_EQ(coroutine.throw_in(storm()), 50) << "and returned at the second";
  EXPECT_EQ(log, (Log{"a storm", "a storm", "outer got 100"}));
}

TEST(Step10_Chain, an_error_that_nobody_catches_passes_all_bodies) {
  Log log;
  auto inner = adds_two_numbers();
  auto coroutine = outer(inner, log);
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
  EXPECT_TRUE(inner.done());
  EXPECT_TRUE(coroutine.done());
  EXPECT_EQ(log, Log{"outer caught a storm"});
}

TEST(Step10_Chain, closing_goes_from_the_inside_out) {
  Log log;
  auto inner = says_goodbye(log, "inner");
  auto coroutine = outer(inner, log);
  coroutine.next();
  coroutine.close();
  EXPECT_EQ(log, (Log{"inner says goodbye", "outer says goodbye"}));
  EXPECT_TRUE(inner.done());
  EXPECT_TRUE(coroutine.done());
}

TEST(Step10_Chain, closing_ends_the_outer_body_even_if_the_inner_one_returns) {
  Log log;
  auto inner = returns_at_the_goodbye(log);
  auto coroutine = outer(inner, log);
  coroutine.next();
  coroutine.close();
  EXPECT_EQ(log, (Log{"goodbye", "outer says goodbye"})) << "its 7 does not count";
}

TEST(Step10_Chain, a_generator_exit_thrown_in_closes_the_inner_body) {
  Log log;
  auto inner = returns_at_the_goodbye(log);
  auto coroutine = outer(inner, log);
  coroutine.next();
  EXPECT_THROW(coroutine.throw_in(std::make_exception_ptr(GeneratorExit())), GeneratorExit);
  EXPECT_EQ(log, (Log{"goodbye", "outer says goodbye"}));
}

TEST(Step10_Chain, the_outer_body_is_told_when_the_inner_one_ignores_the_goodbye) {
  Log log;
  auto inner = ignores_the_goodbye();
  auto coroutine = outer(inner, log);
  coroutine.next();
  EXPECT_EQ(error_of([&] { coroutine.close(); }), "coroutine ignored GeneratorExit: it yielded");
  EXPECT_EQ(log, Log{"outer caught coroutine ignored GeneratorExit: it yielded"});
  EXPECT_TRUE(coroutine.done());
  EXPECT_FALSE(inner.done()) << "it yielded, so it is still there";
}

TEST(Step10_Chain, the_outer_body_is_told_when_the_inner_one_fails_at_the_goodbye) {
  Log log;
  auto inner = fails_at_the_goodbye();
  auto coroutine = outer(inner, log);
  coroutine.next();
  EXPECT_EQ(error_of([&] { coroutine.close(); }), "no goodbye");
  EXPECT_EQ(log, Log{"outer caught no goodbye"});
}

TEST(Step10_Chain, the_outer_body_is_told_when_somebody_else_ended_the_inner_one) {
  Log log;
  auto inner = returns_at_the_goodbye(log);
  auto coroutine = outer(inner, log);
  coroutine.next();
  inner.close();
  EXPECT_EQ(end_of([&] { coroutine.send(3); }), "somebody else ended the coroutine awaited here");
}

TEST(Step10_Chain, an_error_for_an_inner_body_that_has_ended_is_for_the_outer_one) {
  Log log;
  auto inner = returns_at_the_goodbye(log);
  auto coroutine = outer(inner, log);
  coroutine.next();
  inner.close();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
}

TEST(Step10_Chain, two_bodies_may_await_the_same_one_but_its_value_goes_to_the_first) {
  Log log;
  auto inner = adds_two_numbers();
  auto one = outer(inner, log);
  auto other = outer(inner, log);
  EXPECT_EQ(one.next(), 1);
  EXPECT_EQ(other.next(), 2);
  EXPECT_EQ(one.send(9), 50) << "one of them takes the value";
  EXPECT_EQ(log, Log{"outer got 9"});
  EXPECT_EQ(end_of([&] { other.send(1); }), "somebody else ended the coroutine awaited here");
}

TEST(Step10_Chain, an_inner_body_cannot_resume_those_who_await_it) {
  struct Loop {
    static Coroutine<int, int, int> body(Coroutine<int, int, int>*& waits, Log& log) {
      co_yield 1;
      log.push_back(error_of([&] { waits->send(1); }));
      log.push_back(error_of([&] { waits->throw_in(storm()); }));
      log.push_back(error_of([&] { waits->close(); }));
      co_yield 2;
      co_return 3;
    }
  };
  Log log;
  Coroutine<int, int, int>* waits = nullptr;
  auto inner = Loop::body(waits, log);
  auto coroutine = outer(inner, log);
  waits = &coroutine;
  coroutine.next();
  EXPECT_EQ(coroutine.next(), 2) << "the chain still holds together";
  const std::string busy = "coroutine already executing: its own body resumed it";
  EXPECT_EQ(log, (Log{busy, busy, busy}));
  EXPECT_EQ(coroutine.send(1), 50);
}

TEST(Step10_Chain, a_goodbye_cannot_resume_those_who_await_it) {
  struct Loop {
    static Coroutine<int, int, int> body(Coroutine<int, int, int>*& waits, Log& log) {
      try {
        co_yield 1;
      } catch (const GeneratorExit&) {
        log.push_back(error_of([&] { waits->next(); }));
        throw;
      }
      co_return 0;
    }
  };
  Log log;
  Coroutine<int, int, int>* waits = nullptr;
  auto inner = Loop::body(waits, log);
  auto coroutine = outer(inner, log);
  waits = &coroutine;
  coroutine.next();
  coroutine.close();
  EXPECT_EQ(log,
            (Log{"coroutine already executing: its own body resumed it", "outer says goodbye"}));
}

TEST(Step10_Chain, an_inner_body_resumed_by_hand_is_busy_for_those_who_await_it) {
  struct Loop {
    static Coroutine<int, int, int> body(Coroutine<int, int, int>*& waits, Log& log) {
      co_yield 1;
      log.push_back("inner: " + error_of([&] { waits->send(1); }));
      co_yield 2;
      co_return 3;
    }
  };
  Log log;
  Coroutine<int, int, int>* waits = nullptr;
  auto inner = Loop::body(waits, log);
  auto coroutine = outer(inner, log);
  waits = &coroutine;
  coroutine.next();
  EXPECT_EQ(inner.next(), 2);
  const std::string busy = "coroutine already executing: its own body resumed it";
  EXPECT_EQ(log, (Log{"outer caught " + busy, "inner: " + busy}))
      << "the outer body was resumed, and found at its co_await that the inner one runs";
  EXPECT_TRUE(coroutine.done());
}

TEST(Step10_Chain, dies_from_the_inside_out) {
  struct Depth {
    static Coroutine<int, int, int> two(Log& log) {
      Witness local(log, "inner");
      co_yield 1;
      co_return 0;
    }
    static Coroutine<int, int, int> one(Log& log) {
      Witness local(log, "outer");
      co_return co_await two(log);
    }
  };
  Log log;
  {
    auto coroutine = Depth::one(log);
    coroutine.next();
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, (Log{"inner", "outer"}));
}

TEST(Step10_Chain, may_be_moved_while_it_waits) {
  Log log;
  auto inner = asks(7);
  auto coroutine = outer(inner, log);
  coroutine.next();
  auto moved_inner = std::move(inner);
  auto moved = std::move(coroutine);
  EXPECT_EQ(moved.send(42), 50) << "the owners moved, the frames did not";
}

TEST(Step10_Chain, goes_on_after_an_error_that_was_caught_at_the_co_await) {
  auto body = []() -> Coroutine<int, int, int> {
    bool storm = false;
    try {
      co_await asks(1);
    } catch (const std::runtime_error&) {
      storm = true;
    }
    int answer = co_await asks(storm ? 2 : 3);
    co_return answer;
  };
  auto coroutine = body();
  EXPECT_EQ(coroutine.next(), 1);
  EXPECT_EQ(coroutine.throw_in(storm()), 2);
  EXPECT_EQ(end_of([&] { coroutine.send(9); }), "returned 9");
}
#endif

#if STEP >= 11
namespace {

Coroutine<int, int, void> yields_once() {
  co_yield 1;
}

Coroutine<int, int, std::string&> returns_a_reference(std::string& name) {
  co_yield 1;
  co_return name;
}

}  // namespace

TEST(Step11_AnyType, an_outcome_may_be_of_nothing) {
  Outcome<void> outcome;
  EXPECT_FALSE(outcome.ended());
  outcome.set_value();
  EXPECT_TRUE(outcome.ended());
  outcome.get();
  outcome.take();
  outcome.set_error(std::make_exception_ptr(42));
  EXPECT_THROW(outcome.get(), int);
}

TEST(Step11_AnyType, an_outcome_may_be_of_a_reference) {
  int number = 1;
  Outcome<int&> outcome;
  outcome.set_value(number);
  outcome.get() = 2;
  EXPECT_EQ(number, 2);
  EXPECT_EQ(&outcome.take(), &number);

  Outcome<const int&> constant;
  constant.set_value(number);
  EXPECT_EQ(&constant.get(), &number);
}

TEST(Step11_AnyType, a_body_may_return_nothing) {
  auto coroutine = yields_once();
  coroutine.next();
  EXPECT_THROW(coroutine.next(), StopIteration<void>);
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "StopIteration");
}

TEST(Step11_AnyType, a_body_that_returns_nothing_may_fail) {
  auto coroutine = yields_once();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.throw_in(storm()); }), "a storm");
}

TEST(Step11_AnyType, a_body_may_return_a_reference) {
  std::string name = "Penny";
  auto coroutine = returns_a_reference(name);
  coroutine.next();
  try {
    coroutine.next();
    FAIL() << "the body has ended";
  } catch (const StopIteration<std::string&>& end) {
    EXPECT_EQ(&end.value, &name);
  }
}

TEST(Step11_AnyType, both_may_be_awaited) {
  auto body = [](std::string& name) -> Coroutine<int, int, int> {
    co_await yields_once();
    std::string& returned = co_await returns_a_reference(name);
    returned += "!";
    co_return 0;
  };
  std::string name = "Penny";
  auto coroutine = body(name);
  coroutine.next();
  coroutine.next();
  EXPECT_EQ(end_of([&] { coroutine.next(); }), "returned 0");
  EXPECT_EQ(name, "Penny!");
}
#endif

#if STEP >= 12
namespace {

Coroutine<int, int, int> marked(int& yields, int& awaits) {
  yields = __LINE__ + 1;
  co_yield 1;
  awaits = __LINE__ + 1;
  co_await yields_once();
  co_return 0;
}

}  // namespace

TEST(Step12_Looking, a_body_knows_its_function_and_the_line_where_it_is_paused) {
  int yields = 0, awaits = 0;
  auto coroutine = marked(yields, awaits);
  EXPECT_STREQ(coroutine.promise().name, "marked");
  coroutine.next();
  EXPECT_EQ(coroutine.promise().line, yields) << "the line of the co_yield";
  coroutine.next();
  EXPECT_EQ(coroutine.promise().line, awaits) << "the line of the co_await";
}
#endif
