// A long computation that gives the others their turns.
#include <cstdio>

#include "huddle/huddle.hpp"

using namespace huddle;

// [pieces]
Coro<long> sum(std::string name, long numbers) {
  long total = 0;
  for (long i = 1; i <= numbers; ++i) {
    total += i;
    if (i % 100'000 == 0) {
      std::printf("%s is at %ld\n", name.c_str(), i);
      co_await yield();
    }
  }
  co_return total;
}

Coro<void> async_main() {
  auto [ada, bo] = co_await gather(sum("Ada", 200'000), sum("Bo", 300'000));
  std::printf("%ld and %ld\n", ada, bo);
}
// [pieces]

int main() {
  run(async_main());
}
