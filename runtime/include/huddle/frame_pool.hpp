#pragma once

#include <cstddef>
#include <new>
#include <utility>

/// @file
/// @brief Where the memory of coroutines comes from.
///
/// A coroutine's frame is allocated when it is called and freed when it has ended, often millions
/// of times a second and always on one thread. So freed frames are kept, in classes of 8 bytes,
/// and the next coroutine of that size takes one over. Each thread has a pool of its own, so
/// nothing is locked; a frame may be freed on another thread than it was made on.
///
/// Under a sanitizer the pool is off: it would hide the use of a frame that is gone.

namespace huddle::frame_pool {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool in_use = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool in_use = false;
#else
inline constexpr bool in_use = true;
#endif
#else
inline constexpr bool in_use = true;
#endif

/// A class of sizes is this wide, in bytes.
inline constexpr std::size_t step = 8;
/// What is larger, in bytes, is not kept.
inline constexpr std::size_t largest = 2048;

/// A frame that is kept.
struct Free {
  /// The next one of its class.
  Free* next;
};
/// What a thread keeps: a list for each class.
struct Pool {
  /// The first one of each class.
  Free* free[largest / step];
  bool gone;  ///< The thread is ending: nothing is kept any more.
};
/// Constant-initialised and trivially destructible, so that reaching it costs no check.
extern constinit thread_local Pool pool;

/// Memory that was not in the pool, with room for every size of its class: a program under a
/// sanitizer may be linked with a library that is not.
void* allocate_anew(std::size_t size);

/// Memory for a frame of `size` bytes.
/// @throws std::bad_alloc
inline void* allocate(std::size_t size) {
  if constexpr (!in_use) return allocate_anew(size);
  const std::size_t place = (size - 1) / step;
  if (place >= largest / step || !pool.free[place]) return allocate_anew(size);
  return std::exchange(pool.free[place], pool.free[place]->next);
}

/// Takes back memory that allocate() gave for `size`.
inline void release(void* frame, std::size_t size) noexcept {
  const std::size_t place = (size - 1) / step;
  if (!in_use || place >= largest / step || pool.gone) return ::operator delete(frame);
  pool.free[place] = ::new (frame) Free{pool.free[place]};
}

}  // namespace huddle::frame_pool
