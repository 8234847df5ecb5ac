// Three generators: one that greets, one that waits, and a pipeline of three.
#include <array>
#include <iostream>
#include <string>
#include <thread>

#include "generator.hpp"
#include "second.hpp"

using ch01::Generator;

// [numbers]
Generator<int> get_random_number() {
  std::cout << "Hi\n";
  co_yield 1;
  std::cout << "Hello\n";
  co_yield 7;
  std::cout << "Howdy\n";
  co_yield 4;
}
// [numbers]

// [strings]
Generator<std::string> my_generator() {
  std::cout << "start\n";
  co_yield "1";
  co_yield "2";
  std::this_thread::sleep_for(course::a_second());
  co_yield "3";
}
// [strings]

// [pipeline]
Generator<std::string> keywords() {
  static constexpr std::array words{"alignas", "and", "asm", "auto", "bool", "break", "case"};
  for (std::string word : words) {
    std::cout << "looking at " << word << '\n';
    co_yield word;
  }
}

Generator<std::string> short_ones(Generator<std::string> words) {
  for (std::string& word : words)
    if (word.size() <= 4) co_yield word;
}

Generator<std::string> domains(Generator<std::string> words) {
  for (std::string& word : words) co_yield word + ".dev";
}
// [pipeline]

int main() {
  // [main]
  Generator<int> numbers = get_random_number();
  std::cout << "made, not started\n";
  while (int* number = numbers.next()) std::cout << "  " << *number << '\n';
  std::cout << "the end\n\n";
  // [main]

  for (std::string& text : my_generator()) std::cout << "  '" << text << "'\n";
  std::cout << '\n';

  // [pipeline main]
  int found = 0;
  for (std::string& domain : domains(short_ones(keywords()))) {
    std::cout << "  " << domain << '\n';
    if (++found == 3) break;
  }
  std::cout << "three are enough: nobody looked at bool\n";
  // [pipeline main]
}
