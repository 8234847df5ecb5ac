// Bug: a body that catches everything catches the GeneratorExit, too.
// Goes wrong: crash "coroutine ignored GeneratorExit"
#include <iostream>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::None;

// [bug]
Coroutine<int, int, None> tireless() {
  int received = 0;
  while (true) {
    try {
      received = co_yield received;
    } catch (...) {  // "whatever happens, go on"
      received = -1;
    }
  }
}

int main() {
  auto coroutine = tireless();
  coroutine.next();
  coroutine.close();
}
// [bug]
