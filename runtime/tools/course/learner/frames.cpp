#include "frames.hpp"

#include <unwind.h>

#if defined(__linux__)
#include <link.h>
#endif

#include "report.hpp"

namespace learner {

namespace {

std::uintptr_t loaded_at = 0;
bool found = false;

#if defined(__linux__)
// The first one is the program itself.
int take_first(dl_phdr_info* info, std::size_t, void*) {
  loaded_at = info->dlpi_addr;
  found = true;
  return 1;
}
#endif

_Unwind_Reason_Code take(_Unwind_Context* context, void* to) {
  auto& frames = *static_cast<Frames*>(to);
  if (frames.count == Frames::most) return _URC_END_OF_STACK;
  int before = 0;  // whether the address is that of an instruction still to come
  const std::uintptr_t address = _Unwind_GetIPInfo(context, &before);
  if (address <= loaded_at) return _URC_NO_REASON;
  // An address of return belongs to the line after the call; one less is the call.
  frames.addresses[frames.count++] = address - loaded_at - (before ? 0 : 1);
  return _URC_NO_REASON;
}

}  // namespace

void find_program() {
#if defined(__linux__)
  ::dl_iterate_phdr(take_first, nullptr);
#endif
}

Frames frames_here() {
  Frames frames;
  if (found) _Unwind_Backtrace(take, &frames);
  return frames;
}

void say_frames(const Frames& frames) {
  if (frames.count == 0) return;
  constexpr int digits = 2 * sizeof(std::uintptr_t);
  char line[8 + Frames::most * (digits + 1)] = "frames\t";
  std::size_t size = 7;
  for (int i = 0; i < frames.count; ++i) {
    for (int digit = digits; digit-- > 0;)
      line[size++] = "0123456789abcdef"[(frames.addresses[i] >> (4 * digit)) & 15];
    line[size++] = ' ';
  }
  line[size - 1] = '\n';
  say(line, size);
}

}  // namespace learner
