// What the compilers say of coroutines, word for word, and what it means.
#include <gtest/gtest.h>

#include "compiler_meaning.hpp"

namespace {

using course::meaning_of;

// The words of g++ 12 and of clang 19 for the same mistake.
void expect_meaning(const char* gcc, const char* clang, const std::string& meaning) {
  EXPECT_EQ(meaning_of(gcc), meaning) << gcc;
  EXPECT_EQ(meaning_of(clang), meaning) << clang;
}

}  // namespace

TEST(Meaning, of_a_missing_promise) {
  expect_meaning(
      "unable to find the promise type for this coroutine",
      "this function cannot be a coroutine: 'std::coroutine_traits<N>' has no member named "
      "'promise_type'",
      "The function is a coroutine, for its body has a co_await, co_yield or co_return; but "
      "what it returns has no promise_type.");
}

TEST(Meaning, of_a_missing_include) {
  expect_meaning("coroutines require a traits template; cannot find 'std::coroutine_traits'",
                 "std::coroutine_traits type was not found; include <coroutine> before defining a "
                 "coroutine",
                 "The file lacks #include <coroutine>.");
  EXPECT_EQ(meaning_of("'coroutine_handle' in namespace 'std' does not name a template type"),
            "The file lacks #include <coroutine>.");
  expect_meaning("'optional' in namespace 'std' does not name a template type",
                 "no template named 'optional' in namespace 'std'",
                 "The file lacks #include <optional>.");
  expect_meaning("'exchange' is not a member of 'std'",
                 "no member named 'exchange' in namespace 'std'; did you mean '__exchange'?",
                 "The file lacks #include <utility>.");
  EXPECT_EQ(meaning_of("'penguin' is not a member of 'std'"), "");
}

TEST(Meaning, of_what_cannot_be_awaited) {
  const std::string meaning =
      "What stands after co_await cannot be awaited: it lacks await_ready(), await_suspend(…) or "
      "await_resume(), and nothing turns it into something that has them.";
  expect_meaning("no member named 'await_ready' in 'A'", "no member named 'await_ready' in 'A'",
                 meaning);
  expect_meaning("awaitable type 'int' is not a structure",
                 "member reference base type 'int' is not a structure or union", meaning);
}

TEST(Meaning, of_a_promise_that_refuses_to_await) {
  EXPECT_EQ(
      meaning_of("use of deleted function 'void G::promise_type::await_transform(int)'"),
      "This kind of coroutine does not await that: its promise's await_transform() is deleted "
      "for it.");
  expect_meaning(
      "no matching function for call to 'ch01::P::await_transform(int)'",
      "no matching member function for call to 'await_transform'",
      "This kind of coroutine does not await that: its promise's await_transform() takes "
      "nothing of this type.");
}

TEST(Meaning, of_a_value_where_none_is_returned) {
  expect_meaning(
      "no member named 'return_value' in 'std::__n4861::__coroutine_traits_impl<G, "
      "void>::promise_type' {aka 'G::promise_type'}",
      "no member named 'return_value' in 'promise_type'",
      "The body does co_return with a value, but its promise takes none: it has no "
      "return_value().");
  expect_meaning(
      "no member named 'return_void' in 'std::__n4861::__coroutine_traits_impl<V, "
      "void>::promise_type' {aka 'V::promise_type'}",
      "no member named 'return_void' in 'V::promise_type'",
      "The body does co_return without a value, or runs off its end, but its promise wants "
      "a value: it has no return_void().");
}

TEST(Meaning, of_a_yield_where_none_is_taken) {
  EXPECT_EQ(meaning_of("no member named 'yield_value' in 'V::promise_type'"),
            "The body does co_yield, but its promise has no yield_value() to take it.");
}

TEST(Meaning, of_a_promise_that_lacks_a_part) {
  expect_meaning(
      "no member named 'unhandled_exception' in 'std::__n4861::__coroutine_traits_impl<M, "
      "void>::promise_type' {aka 'M::promise_type'}",
      "'promise_type' is required to declare the member 'unhandled_exception()'",
      "The promise_type lacks unhandled_exception(): every promise must have one.");
  EXPECT_EQ(meaning_of("no member named 'final_suspend' in 'promise_type'"),
            "The promise_type lacks final_suspend(): every promise must have one.");
  expect_meaning(
      "the expression 'M::promise_type::final_suspend' is required to be non-throwing",
      "the expression 'co_await __promise.final_suspend()' is required to be non-throwing",
      "final_suspend() must be noexcept.");
}

TEST(Meaning, of_a_return_in_a_coroutine) {
  expect_meaning("a 'return' statement is not allowed in coroutine; did you mean 'co_return'?",
                 "return statement not allowed in coroutine; did you mean 'co_return'?",
                 "A coroutine ends with co_return, not with return.");
}

TEST(Meaning, of_a_place_that_can_be_no_coroutine) {
  EXPECT_EQ(meaning_of("'co_await' cannot be used outside a function"),
            "co_await stands outside of a function's body.");
  EXPECT_EQ(meaning_of("'co_return' cannot be used in the 'main' function"),
            "main() cannot be a coroutine, so it has no co_return.");
  EXPECT_EQ(meaning_of("'co_return' cannot be used in a function with a deduced return type"),
            "A coroutine must name the type that it returns: auto does not do.");
}

TEST(Meaning, of_a_catch_that_wants_to_wait) {
  expect_meaning(
      "await expressions are not permitted in handlers",
      "'co_await' cannot be used in the handler of a try block",
      "A catch cannot wait: note in it what happened, leave it, and co_await behind it.");
}

TEST(Meaning, of_a_coroutine_that_was_not_moved) {
  expect_meaning(
      "use of deleted function 'constexpr ch06::Coro<int>::Coro(const ch06::Coro<int>&)'",
      "call to implicitly-deleted copy constructor of 'ch06::Coro<int>'",
      "A Coro has one owner and is not copied: move it, as in std::move(named).");
  EXPECT_EQ(meaning_of("use of deleted function 'std::unique_ptr<Coro<int> >::unique_ptr(const "
                       "std::unique_ptr<Coro<int> >&)'"),
            "");
}

TEST(Meaning, of_a_missing_semicolon_is_left_to_the_compiler) {
  EXPECT_EQ(meaning_of("expected ';' after class definition"), "");
}
