// Bug: a coroutine that waits for a text, and then for a number.
// Goes wrong: does not compile "yield_value"
#include <string>

#include "driver.hpp"

using namespace ch03;

// [bug]
FutureCoroutine<std::string, int> length_of(Future<std::string> name, Future<int> scale) {
  std::string text = co_yield name;
  int factor = co_yield scale;  // whoever is sent texts cannot be sent a number
  co_return static_cast<int>(text.size()) * factor;
}
// [bug]

int main() {}
