// Bug: a coroutine dies while another one awaits it.
// Goes wrong: sanitizer "heap-use-after-free"
#include <iostream>
#include <optional>

#include "coroutine.hpp"

using ch02::Coroutine;

Coroutine<int, int, int> inner() {
  co_return co_yield 7;
}

// [bug]
Coroutine<int, int, int> outer(Coroutine<int, int, int>& borrowed) {
  co_return co_await borrowed;
}

int main() {
  std::optional delegate = inner();
  auto coroutine = outer(*delegate);
  std::cout << coroutine.next() << std::endl;
  delegate.reset();    // the frame is gone
  coroutine.send(42);  // and this is for the body that was in it
}
// [bug]
