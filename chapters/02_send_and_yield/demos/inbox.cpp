// A running average from a generator of chapter 1, which cannot be told anything.
#include <iostream>

#include "generator.hpp"

using ch01::Generator;

// [inbox]
Generator<double> running_average(const double& inbox) {
  double total = 0;
  for (int count = 1;; ++count) {
    total += inbox;
    co_yield total / count;
  }
}

int main() {
  double inbox = 10;
  auto average = running_average(inbox);
  std::cout << "after 10: " << *average.next() << '\n';
  inbox = 20;
  std::cout << "after 20: " << *average.next() << '\n';
  std::cout << "once more, please: " << *average.next() << '\n';
  inbox = 60;
  std::cout << "after 60: " << *average.next() << '\n';
}
// [inbox]
