#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include EXERCISE_FILE

using ch02::AnyStopIteration;
using ch02::StopIteration;

namespace {

// Yields 10 and returns twice what it is sent; fails when that is negative.
Coroutine<int, int, int> doubles_or_fails() {
  int received = co_yield 10;
  if (received == -1) throw std::runtime_error("minus one");
  if (received < 0) throw received;
  co_return 2 * received;
}

// What a step of the coroutine comes to, in words.
template <class Step>
std::string told(Step step) {
  try {
    return "yielded " + std::to_string(step());
  } catch (const StopIteration<int>& end) {
    return "returned " + std::to_string(end.value);
  } catch (const std::exception& error) {
    return std::string("error: ") + error.what();
  } catch (int error) {
    return "error: " + std::to_string(error);
  } catch (const GeneratorExit&) {
    return "GeneratorExit";
  }
}

}  // namespace

TEST(KeepAlive, passes_on_what_is_yielded_sent_and_returned) {
  auto coroutine = keep_alive(doubles_or_fails, 0);
  EXPECT_EQ(told([&] { return coroutine.next(); }), "yielded 10")
      << "what the coroutine yields comes out of keep_alive() (hint 3)";
  EXPECT_EQ(told([&] { return coroutine.send(4); }), "returned 8")
      << "what the coroutine returns, keep_alive() returns (hint 3)";
}

TEST(KeepAlive, goes_when_it_is_closed) {
  int made = 0;
  auto coroutine = keep_alive(
      [&made] {
        ++made;
        return doubles_or_fails();
      },
      3);
  coroutine.next();
  EXPECT_EQ(told([&] {
              coroutine.close();
              return 0;
            }),
            "yielded 0")
      << "close() asks it to end; a GeneratorExit is no reason to restart (hint 1)";
  EXPECT_EQ(made, 1) << "nothing was to be restarted (hint 1)";
  EXPECT_TRUE(coroutine.done()) << "after close() it has ended (hint 1)";
}

TEST(KeepAlive, restarts_after_an_error) {
  auto coroutine = keep_alive(doubles_or_fails, 2);
  coroutine.next();
  EXPECT_EQ(told([&] { return coroutine.send(-1); }), "yielded 10")
      << "the first one failed; a new one begins, with its first yield (hint 3)";
  EXPECT_EQ(told([&] { return coroutine.send(21); }), "returned 42")
      << "the new one is well and returns (hint 3)";
}

TEST(KeepAlive, restarts_after_an_error_of_any_type) {
  auto coroutine = keep_alive(doubles_or_fails, 1);
  coroutine.next();
  EXPECT_EQ(told([&] { return coroutine.send(-5); }), "yielded 10")
      << "the body threw an int: that is a failure, too (hint 3)";
}

TEST(KeepAlive, lets_the_last_error_out) {
  auto coroutine = keep_alive(doubles_or_fails, 2);
  coroutine.next();
  EXPECT_EQ(told([&] { return coroutine.send(-1); }), "yielded 10")
      << "first restart of two (hint 2)";
  EXPECT_EQ(told([&] { return coroutine.send(-2); }), "yielded 10")
      << "second restart of two (hint 2)";
  EXPECT_EQ(told([&] { return coroutine.send(-3); }), "error: -3")
      << "both restarts are used up: the error itself comes out (hint 2)";
}

TEST(KeepAlive, without_restarts_changes_nothing) {
  auto coroutine = keep_alive(doubles_or_fails, 0);
  coroutine.next();
  EXPECT_EQ(told([&] { return coroutine.send(-1); }), "error: minus one")
      << "no restart was allowed: the error itself comes out (hint 2)";
}

TEST(KeepAlive, restarts_after_an_error_that_was_thrown_in) {
  auto coroutine = keep_alive(doubles_or_fails, 1);
  coroutine.next();
  EXPECT_EQ(told([&] {
              return coroutine.throw_in(std::make_exception_ptr(std::runtime_error("a storm")));
            }),
            "yielded 10")
      << "an error thrown in from outside fails the coroutine like any other (hint 3)";
}
