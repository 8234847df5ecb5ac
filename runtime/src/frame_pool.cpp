#include "huddle/frame_pool.hpp"

#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HUDDLE_NO_FRAME_POOL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HUDDLE_NO_FRAME_POOL
#endif
#endif

namespace huddle::frame_pool {

#ifdef HUDDLE_NO_FRAME_POOL

void* allocate(std::size_t size) {
  return ::operator new(size);
}
void release(void* frame, std::size_t) noexcept {
  ::operator delete(frame);
}

#else

namespace {

constexpr std::size_t step = 64;
constexpr std::size_t largest = 2048;

struct Free {
  Free* next;
};

// Constant-initialised and trivially destructible, so that reaching it costs no check.
struct Pool {
  Free* free[largest / step];
  bool gone;
};
constinit thread_local Pool pool{};

// Empties the pool when the thread ends. A coroutine that a static object owns may end after that.
struct Emptying {
  ~Emptying() {
    pool.gone = true;
    for (Free*& first : pool.free)
      while (first) ::operator delete(std::exchange(first, first->next));
  }
};

[[gnu::noinline]] void* allocate_anew(std::size_t size) {
  static thread_local Emptying at_the_end;
  return ::operator new(size);
}

}  // namespace

void* allocate(std::size_t size) {
  const std::size_t place = (size - 1) / step;
  if (place >= largest / step || !pool.free[place])
    return allocate_anew(place < largest / step ? (place + 1) * step : size);
  return std::exchange(pool.free[place], pool.free[place]->next);
}

void release(void* frame, std::size_t size) noexcept {
  const std::size_t place = (size - 1) / step;
  if (place >= largest / step || pool.gone) return ::operator delete(frame);
  pool.free[place] = ::new (frame) Free{pool.free[place]};
}

#endif

}  // namespace huddle::frame_pool
