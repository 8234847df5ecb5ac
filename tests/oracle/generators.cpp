// Values made one after the other, by a function that can wait.
#include "stage.hpp"

namespace {

class Finally {
 public:
  explicit Finally(const char* word) : word_(word) {}
  ~Finally() { say(word_); }

 private:
  const char* word_;
};

AsyncGenerator<int> counts(int most, Duration pace) {
  const Finally finally("the generator ends");
  for (int number = 0; number < most; ++number) {
    co_await sleep(pace);
    co_yield number;
  }
}

SCENARIO(values_come_when_they_are_asked_for) {
  auto numbers = counts(3, 1s);
  while (auto number = co_await numbers.next()) say("got ", *number);
  say("no more");
}

AsyncGenerator<int> says() {
  say("begins");
  co_yield 1;
}
SCENARIO(nothing_runs_before_the_first_value_is_asked_for) {
  auto values = says();
  say("made");
  const auto value = co_await values.next();
  say("got ", *value);
  co_await values.aclose();
}

SCENARIO(who_leaves_early_closes_it) {
  auto numbers = counts(10, 1s);
  while (auto number = co_await numbers.next()) {
    say("got ", *number);
    if (*number == 1) break;
  }
  say("enough");
  co_await numbers.aclose();
  say("closed");
}

AsyncGenerator<int> cleans_up_by_waiting() {
  try {
    co_yield 1;
    co_yield 2;
  } catch (const GeneratorExit&) {
    say("cleans up");
  }
  co_await sleep(2s);
  say("clean");
}
SCENARIO(closing_may_wait) {
  auto values = cleans_up_by_waiting();
  const auto value = co_await values.next();
  say("got ", *value);
  co_await values.aclose();
  say("closed");
  co_await values.aclose();
  say("again, without a word");
}

std::string shown(std::optional<int> value) {
  return value ? std::to_string(*value) : "nothing";
}

AsyncGenerator<int> fails_in_the_middle() {
  co_yield 1;
  co_await sleep(1s);
  throw Boom("in the middle");
}
SCENARIO(an_error_in_the_middle_reaches_who_asks) {
  auto values = fails_in_the_middle();
  const auto first = co_await values.next();
  say("got ", shown(first));
  try {
    co_await values.next();
  } catch (const Boom&) {
    say(caught());
  }
  const auto second = co_await values.next();
  say("got ", shown(second));
}

AsyncGenerator<int> gives_one() {
  co_yield 1;
}
SCENARIO(after_its_end_there_is_nothing) {
  auto values = gives_one();
  for (int time = 0; time < 3; ++time) {
    const auto value = co_await values.next();
    say("got ", shown(value));
  }
}

AsyncGenerator<int> waits_in_the_middle() {
  try {
    co_yield 1;
    co_await sleep(10s);
    co_yield 2;
  } catch (const CancelledError&) {
    say("the generator is cancelled");
    throw;
  }
}
Coro<void> asks_for_all() {
  auto values = waits_in_the_middle();
  while (auto value = co_await values.next()) say("got ", *value);
}
SCENARIO(who_is_cancelled_cancels_the_generator_where_it_waits) {
  const Task<void> task = create_task(asks_for_all());
  co_await sleep(1s);
  task.cancel();
  try {
    co_await task;
  } catch (const CancelledError&) {
    say(caught());
  }
}

SCENARIO(a_time_out_in_the_middle_of_a_loop) {
  try {
    co_await with(timeout(2500ms), [](Timeout&) -> Coro<void> {
      auto numbers = counts(10, 1s);
      while (auto number = co_await numbers.next()) say("got ", *number);
    });
  } catch (const TimeoutError&) {
    say(caught());
  }
}

SCENARIO(one_generator_feeds_another) {
  auto doubled = map(counts(4, 1s), [](int number) { return number * 2; });
  auto large = filter(std::move(doubled), [](int number) { return number >= 4; });
  const std::vector<int> numbers = co_await collect(std::move(large));
  std::string line;
  for (int number : numbers) line += (line.empty() ? "" : " ") + std::to_string(number);
  say(line);
}

Coro<void> asks(AsyncGenerator<int>& values, const char* name) {
  try {
    const auto value = co_await values.next();
    say(name, " got ", shown(value));
  } catch (const InvalidStateError&) {
    say(name, ": ", caught());
  }
}
SCENARIO(two_who_ask_at_once_are_one_too_many) {
  auto values = counts(3, 1s);
  co_await gather(asks(values, "one"), asks(values, "other"));
  co_await values.aclose();
}

}  // namespace
