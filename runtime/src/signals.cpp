#include "signals.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <string>
#include <utility>

#include "huddle/errors.hpp"
#include "sys.hpp"

namespace huddle {

namespace {

// What the handler may touch: plain numbers, one set for each signal.
struct Slot {
  std::atomic<int> descriptor{-1};
  std::atomic<bool> second_kills{false};
  std::atomic<int> seen{0};
};
std::array<Slot, NSIG> slots;

extern "C" void huddle_on_signal(int signal) {
  const int error = errno;
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  if (slot.seen.fetch_add(1) > 0 && slot.second_kills) {  // nobody listens
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  } else {
    const std::uint64_t one = 1;
    static_cast<void>(::write(slot.descriptor.load(), &one, sizeof one));
  }
  errno = error;
}

[[noreturn]] void refuse(int signal, int error) {
  errno = error;
  sys::fail("sigaction(" + std::to_string(signal) + ")");
}

}  // namespace

SignalTaker::SignalTaker(Loop& loop, int signal, Function<void()> callback, Second second,
                         Where where)
    : loop_(loop), signal_(signal), second_(second) {
  if (signal <= 0 || signal >= NSIG) refuse(signal, EINVAL);
  descriptor_ = sys::eventfd();
  if (descriptor_ < 0) sys::fail("eventfd()");
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  int nobody = -1;
  if (!slot.descriptor.compare_exchange_strong(nobody, descriptor_)) {
    ::close(descriptor_);
    throw InvalidStateError("signal " + std::to_string(signal) + " is taken by another loop");
  }
  slot.second_kills = second == Second::kills;
  slot.seen = 0;
  struct sigaction action {};
  action.sa_handler = huddle_on_signal;
  action.sa_flags = SA_RESTART;
  if (::sigaction(signal, &action, &before_) < 0) {
    const int error = errno;
    slot.descriptor = -1;
    ::close(descriptor_);
    refuse(signal, error);
  }
  loop_.add_reader(
      descriptor_,
      [descriptor = descriptor_, callback = std::move(callback)]() mutable {
        std::uint64_t count;
        static_cast<void>(sys::read(descriptor, &count, sizeof count));
        callback();
      },
      where);
  if (second_ == Second::kills) loop_.expect(-1);
}

SignalTaker::~SignalTaker() {
  ::sigaction(signal_, &before_, nullptr);
  if (second_ == Second::kills) loop_.expect(+1);
  loop_.remove_reader(descriptor_);
  loop_.descriptors().closing(descriptor_);
  slots[static_cast<std::size_t>(signal_)].descriptor = -1;
  ::close(descriptor_);
}

bool SignalTaker::takes(int signal) noexcept {
  return slots[static_cast<std::size_t>(signal)].descriptor >= 0;
}

void Loop::add_signal_handler(int signal, Function<void()> callback, Where where) {
  require_open(where);
  remove_signal_handler(signal);
  signals_.push_back(std::make_unique<SignalTaker>(*this, signal, std::move(callback),
                                                   SignalTaker::Second::calls, where));
}

bool Loop::remove_signal_handler(int signal) {
  return std::erase_if(signals_, [=](const auto& taker) { return taker->signal() == signal; }) > 0;
}

void Loop::add_interrupt(int signal, Function<void()> callback) {
  if (SignalTaker::takes(signal)) return;
  signals_.push_back(std::make_unique<SignalTaker>(*this, signal, std::move(callback),
                                                   SignalTaker::Second::kills));
}

void Loop::remove_interrupts() noexcept {
  std::erase_if(signals_,
                [](const auto& taker) { return taker->second() == SignalTaker::Second::kills; });
}

}  // namespace huddle
