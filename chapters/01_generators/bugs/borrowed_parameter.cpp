// Bug: a generator that outlives the text it was given by reference.
// Goes wrong: sanitizer "stack-use-after-scope"
#include <iostream>
#include <string>

#include "generator.hpp"

using ch01::Generator;

// [bug]
Generator<const char> letters(const std::string& text) {
  for (const char& letter : text) co_yield letter;
}

int main() {
  auto generator = letters(std::string(100, 'x'));  // the text dies at the end of this line
  std::cout << *generator.next() << '\n';           // and is read on this one
}
// [bug]
