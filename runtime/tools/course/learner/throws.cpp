#include "throws.hpp"

#include <cstring>

#if defined(__linux__)
#include <cxxabi.h>
#include <dlfcn.h>

#include <array>
#include <atomic>
#include <typeinfo>

namespace learner {

namespace {

struct Throw {
  const void* error = nullptr;
  Frames frames;
};

// The last ones. Whoever catches an error and throws others before it goes on loses its place.
std::array<Throw, 64> throws;
std::atomic<unsigned> thrown = 0;

}  // namespace

Frames thrown_from(const std::exception_ptr& error) {
  // In both C++ libraries a pointer to an error is its address, and nothing else.
  static_assert(sizeof(std::exception_ptr) == sizeof(void*));
  const void* address = nullptr;
  std::memcpy(&address, static_cast<const void*>(&error), sizeof address);
  const unsigned last = thrown;
  for (unsigned back = 1; back <= last && back <= throws.size(); ++back)
    if (throws[(last - back) % throws.size()].error == address)
      return throws[(last - back) % throws.size()].frames;
  return {};
}

}  // namespace learner

// What every `throw` calls: takes its place down, then does what it always does.
extern "C" void __cxxabiv1::__cxa_throw(void* error, std::type_info* type, void (*destroy)(void*)) {
  auto& place = learner::throws[learner::thrown++ % learner::throws.size()];
  place.error = error;
  place.frames = learner::frames_here();
  using Function = void (*)(void*, std::type_info*, void (*)(void*));
  static const auto really = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "__cxa_throw"));
  really(error, type, destroy);
  __builtin_unreachable();
}

#else

learner::Frames learner::thrown_from(const std::exception_ptr&) {
  return {};
}

#endif
