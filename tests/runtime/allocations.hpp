#pragma once

/// @file
/// @brief Counts what is allocated, and can have it fail. Not under a sanitizer, which has an
/// allocator of its own: then there is nothing to count.

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HUDDLE_COUNTS_ALLOCATIONS 0
#else
#define HUDDLE_COUNTS_ALLOCATIONS 1
#endif

namespace huddle::allocations {

/// How many there were.
inline std::size_t count = 0;
/// One of at least this many bytes fails.
inline std::size_t too_large = static_cast<std::size_t>(-1);

}  // namespace huddle::allocations
