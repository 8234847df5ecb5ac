#include "allocations.hpp"

#if HUDDLE_COUNTS_ALLOCATIONS

#include <cstdlib>
#include <new>

void* operator new(std::size_t size) {
  ++huddle::allocations::count;
  void* memory = size < huddle::allocations::too_large ? std::malloc(size) : nullptr;
  if (!memory) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

#endif
