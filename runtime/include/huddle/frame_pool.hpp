#pragma once

#include <cstddef>

/// @file
/// @brief Where the memory of coroutines comes from.
///
/// A coroutine's frame is allocated when it is called and freed when it has ended, often millions
/// of times a second and always on one thread. So freed frames are kept, in classes of 64 bytes,
/// and the next coroutine of that size takes one over. Each thread has a pool of its own, so
/// nothing is locked; a frame may be freed on another thread than it was made on.
///
/// Under a sanitizer the pool is off: it would hide the use of a frame that is gone.

namespace huddle::frame_pool {

/// Memory for a frame of `size` bytes.
/// @throws std::bad_alloc
void* allocate(std::size_t size);
/// Takes back memory that allocate() gave for `size`.
void release(void* frame, std::size_t size) noexcept;

}  // namespace huddle::frame_pool
