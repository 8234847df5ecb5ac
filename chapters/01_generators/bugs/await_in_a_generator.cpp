// Bug: a generator that tries to wait.
// Goes wrong: does not compile "deleted"
#include "generator.hpp"

using ch01::Generator;

// [bug]
Generator<int> patient() {
  co_await std::suspend_always{};  // a generator hands out values; nobody would wake it up
  co_yield 1;
}
// [bug]

int main() {
  patient().next();
}
