#include "compiler_meaning.hpp"

#include <map>
#include <regex>
#include <vector>

namespace course {

namespace {

struct Meaning {
  std::regex error;
  std::string sentence;  // $1: what the first parentheses of `error` found
};

const std::vector<Meaning>& meanings() {
  const std::string not_awaitable =
      "What stands after co_await cannot be awaited: it lacks await_ready(), await_suspend(…) or "
      "await_resume(), and nothing turns it into something that has them.";
  static const std::vector<Meaning> all{
      {std::regex("unable to find the promise type|has no member named 'promise_type'"),
       "The function is a coroutine, for its body has a co_await, co_yield or co_return; but what "
       "it returns has no promise_type."},
      {std::regex("std::coroutine_traits.*not found|cannot find 'std::coroutine_traits'"),
       "The file lacks #include <coroutine>."},
      {std::regex("no member named 'await_(ready|suspend|resume)'|awaitable type '.*' is not a|"
                  "member reference base type '.*' is not a structure"),
       not_awaitable},
      {std::regex("deleted function '.*await_transform"),
       "This kind of coroutine does not await that: its promise's await_transform() is deleted for "
       "it."},
      {std::regex("no matching (member )?function for call to '.*await_transform"),
       "This kind of coroutine does not await that: its promise's await_transform() takes nothing "
       "of this type."},
      {std::regex("no member named 'return_value'"),
       "The body does co_return with a value, but its promise takes none: it has no "
       "return_value()."},
      {std::regex("no member named 'return_void'"),
       "The body does co_return without a value, or runs off its end, but its promise wants a "
       "value: it has no return_void()."},
      {std::regex("no member named 'yield_value'"),
       "The body does co_yield, but its promise has no yield_value() to take it."},
      {std::regex("(?:no member named|required to declare the member) "
                  "'(get_return_object|initial_suspend|final_suspend|unhandled_exception)"),
       "The promise_type lacks $1(): every promise must have one."},
      {std::regex("final_suspend.*is required to be non-throwing"),
       "final_suspend() must be noexcept."},
      {std::regex("return'? statement (?:is )?not allowed in coroutine"),
       "A coroutine ends with co_return, not with return."},
      {std::regex("'(co_[a-z]+)' cannot be used outside a function"),
       "$1 stands outside of a function's body."},
      {std::regex("'(co_[a-z]+)' cannot be used in the 'main' function"),
       "main() cannot be a coroutine, so it has no $1."},
      {std::regex("await expressions are not permitted in handlers|"
                  "'co_await' cannot be used in the handler of a try block"),
       "A catch cannot wait: note in it what happened, leave it, and co_await behind it."},
      {std::regex("(?:use of deleted function|copy constructor of) "
                  "'.*\\b(Generator|Coroutine|Coro)<[^()]*>(?:::\\1\\(const .*)?'"),
       "A $1 has one owner and is not copied: move it, as in std::move(named)."},
      {std::regex("'co_[a-z]+' cannot be used in a function with a deduced return type"),
       "A coroutine must name the type that it returns: auto does not do."},
  };
  return all;
}

// Where the names of the standard library come from that the course uses.
std::string header_of(const std::string& name) {
  static const std::map<std::string, std::string> headers{
      {"array", "array"},
      {"any", "any"},
      {"cerr", "iostream"},
      {"chrono", "chrono"},
      {"coroutine_handle", "coroutine"},
      {"cout", "iostream"},
      {"deque", "deque"},
      {"exception_ptr", "exception"},
      {"exchange", "utility"},
      {"forward", "utility"},
      {"function", "functional"},
      {"logic_error", "stdexcept"},
      {"make_shared", "memory"},
      {"make_unique", "memory"},
      {"map", "map"},
      {"monostate", "variant"},
      {"move", "utility"},
      {"mutex", "mutex"},
      {"optional", "optional"},
      {"pair", "utility"},
      {"priority_queue", "queue"},
      {"queue", "queue"},
      {"runtime_error", "stdexcept"},
      {"set", "set"},
      {"shared_ptr", "memory"},
      {"span", "span"},
      {"string", "string"},
      {"string_view", "string_view"},
      {"suspend_always", "coroutine"},
      {"suspend_never", "coroutine"},
      {"swap", "utility"},
      {"thread", "thread"},
      {"tuple", "tuple"},
      {"unique_ptr", "memory"},
      {"unordered_map", "unordered_map"},
      {"variant", "variant"},
      {"vector", "vector"},
      {"weak_ptr", "memory"},
  };
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

}  // namespace

std::string meaning_of(const std::string& error) {
  static const std::regex unknown(
      "'(?:std::)?(\\w+)' (?:in namespace 'std' does not name|is not a member of 'std')|"
      "no (?:template|type|member) named '(\\w+)' in namespace 'std'");
  std::smatch found;
  if (std::regex_search(error, found, unknown)) {
    const std::string header = header_of(found[1].matched ? found[1] : found[2]);
    if (!header.empty()) return "The file lacks #include <" + header + ">.";
  }
  for (const Meaning& meaning : meanings())
    if (std::regex_search(error, found, meaning.error)) return found.format(meaning.sentence);
  return "";
}

}  // namespace course
