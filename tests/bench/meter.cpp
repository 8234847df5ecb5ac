#include "meter.hpp"

#include <malloc.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

bool brief = false;
// Of the thread that measures; what a pool's thread allocates is not counted.
thread_local std::uint64_t allocations = 0;
thread_local std::int64_t bytes = 0;

void* counted(void* memory, std::size_t size) {
  if (!memory) throw std::bad_alloc();
  ++allocations;
  bytes += static_cast<std::int64_t>(size);
  return memory;
}

}  // namespace

// Where the size is not told on giving back, it is the allocator's, which may be some bytes more;
// big things are told.
void* operator new(std::size_t size) {
  return counted(std::malloc(size), size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(step, (size + step - 1) / step * step), size);
}
void operator delete(void* memory, std::size_t size) noexcept {
  if (memory) bytes -= static_cast<std::int64_t>(size);
  std::free(memory);
}
void operator delete(void* memory) noexcept {
  operator delete(memory, malloc_usable_size(memory));
}
void operator delete(void* memory, std::align_val_t) noexcept {
  operator delete(memory);
}
void operator delete(void* memory, std::size_t size, std::align_val_t) noexcept {
  operator delete(memory, size);
}

bool Meter::more(std::uint64_t operations) {
  const double warm_up = brief ? 0 : 0.05;
  const double duration = brief ? 0 : 0.3;
  const double now = processor_time();
  if (phase_ == Phase::fresh) {
    phase_ = Phase::warming;
    begin_ = now;
  } else if (phase_ == Phase::warming) {
    if (now - begin_ < warm_up) return true;
    phase_ = Phase::measuring;
    allocations_ = allocations;
    begin_ = processor_time();
  } else {
    operations_ += operations;
    if (now - begin_ < duration) return true;
    phase_ = Phase::ended;
    allocations_ = allocations - allocations_;
    end_ = now;
    return false;
  }
  return true;
}

double Meter::nanoseconds_each() const {
  return (end_ - begin_) * 1e9 / static_cast<double>(operations_);
}
double Meter::allocations_each() const {
  return static_cast<double>(allocations_) / static_cast<double>(operations_);
}

double processor_time() {
  timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}
std::int64_t bytes_held() {
  return bytes;
}
int scaled(int count) {
  return brief && count > 1'000 ? count / 1'000 : count;
}

int bench(int argc, char** argv, const std::string& version, const std::vector<Row>& rows) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::puts(version.c_str());
    return 0;
  }
  if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
    for (const Row& row : rows) std::puts(row.name.c_str());
    return 0;
  }
  brief = argc == 3 && std::strcmp(argv[1], "--brief") == 0;
  for (const Row& row : rows)
    if (argc > 1 && row.name == argv[argc - 1]) {
      std::printf("%g\n", row.measure());
      return 0;
    }
  std::fprintf(stderr, "usage: %s --list | --version | [--brief] ROW\n", argv[0]);
  return 2;
}
