#include "huddle/frame_pool.hpp"

namespace huddle::frame_pool {

constinit thread_local Pool pool{};

namespace {

// Empties the pool when the thread ends. A coroutine that a static object owns may end after that.
struct Emptying {
  ~Emptying() {
    pool.gone = true;
    for (Free*& first : pool.free)
      while (first) ::operator delete(std::exchange(first, first->next));
  }
};

}  // namespace

void* allocate_anew(std::size_t size) {
  static thread_local Emptying at_the_end;
  return ::operator new((size + step - 1) / step * step);
}

}  // namespace huddle::frame_pool
