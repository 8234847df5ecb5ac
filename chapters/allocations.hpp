#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

/// @file
/// @brief Counts what a program asks of `operator new`. Include it in one source file only: it
/// replaces the global operators of the whole program.

namespace course {

/// What has been asked for so far: how many blocks, and how many bytes in all.
struct Allocations {
  std::size_t blocks = 0;
  std::size_t bytes = 0;
};
inline Allocations allocated;

/// What `body()` asks for while it runs.
template <class Body>
Allocations allocations_of(Body&& body) {
  const Allocations before = allocated;
  body();
  return {allocated.blocks - before.blocks, allocated.bytes - before.bytes};
}

/// Whether counts are exact here: on g++ without optimisation. Other builds may keep a frame on the
/// stack, and sanitizers allocate for themselves.
#if defined(__GNUC__) && !defined(__clang__) && !defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
inline constexpr bool counts_are_exact = true;
#else
inline constexpr bool counts_are_exact = false;
#endif

}  // namespace course

// Not inlined: g++ 12 -O2 would see malloc() through one of them and not free() through the other,
// and warn of a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++course::allocated.blocks;
  course::allocated.bytes += size;
  if (void* block = std::malloc(size ? size : 1)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept {
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
