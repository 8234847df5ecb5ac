// What a generator costs: bytes, allocations, and the time of one value.
#include <chrono>
#include <cstdio>

#include "allocations.hpp"
#include "generator.hpp"
#include "number_machine.hpp"

using ch01::Generator;

namespace {

constexpr int values = 5'000'000;

// [loop]
Generator<int> count_to(int last) {
  for (int number = 1; number <= last; ++number) co_yield number;
}
// [loop]

Generator<int> passed_on(Generator<int> numbers) {
  for (int& number : numbers) co_yield number;
}

// Walks `depth` generators inside each other: each value comes up through all of them.
Generator<int> from_the_deep(int depth, int last) {
  for (int& number : depth == 0 ? count_to(last) : from_the_deep(depth - 1, last)) co_yield number;
}

// [machine]
class Counter {
 public:
  explicit Counter(int last) : last_(last) {}
  const int* next() {
    if (number_ == last_) return nullptr;
    ++number_;
    return &number_;
  }

 private:
  int number_ = 0;
  int last_;
};
// [machine]

// A call through a pointer that the compiler cannot see through: what any resume is at least.
const int* step(Counter& counter) {
  return counter.next();
}
const int* (*volatile opaque_step)(Counter&) = step;

template <class Next>
double nanoseconds_per_value(Next next, int values = ::values) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    long long sum = next();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    if (sum == 0) std::puts("nothing was counted");
    if (taken.count() / values < best) best = taken.count() / values;
  }
  return best;
}

}  // namespace

int main() {
  const auto frame = course::allocations_of([] { const auto generator = count_to(1); });
  std::printf("a generator of int       %zu bytes, and its frame %zu\n", sizeof(Generator<int>),
              frame.bytes);
  std::printf("the machine by hand      %zu bytes\n", sizeof(Counter));

  const double call = nanoseconds_per_value([] {
    Counter counter(values);
    long long sum = 0;
    while (const int* number = opaque_step(counter)) sum += *number;
    return sum;
  });
  const double generator = nanoseconds_per_value([] {
    long long sum = 0;
    for (int number : count_to(values)) sum += number;
    return sum;
  });
  const double pipeline = nanoseconds_per_value([] {
    long long sum = 0;
    for (int number : passed_on(passed_on(passed_on(count_to(values))))) sum += number;
    return sum;
  });
  const double deep = nanoseconds_per_value(
      [] {
        long long sum = 0;
        for (int number : from_the_deep(1000, 5000)) sum += number;
        return sum;
      },
      5000);
  std::printf("a call through a pointer %4.1f ns\n", call);
  std::printf("one value                %4.1f ns\n", generator);
  std::printf("one value, four stages   %4.1f ns\n", pipeline);
  std::printf("one value, 1,000 deep    %4.1f us\n", deep / 1000);
}
