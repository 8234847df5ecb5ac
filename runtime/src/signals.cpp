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

SignalTaker::SignalTaker(Loop& loop, int signal) : loop_(loop), signal_(signal) {
  if (signal <= 0 || signal >= NSIG) refuse(signal, EINVAL);
  descriptor_ = sys::eventfd();
  if (descriptor_ < 0) sys::fail("eventfd()");
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  int nobody = -1;
  if (!slot.descriptor.compare_exchange_strong(nobody, descriptor_)) {
    ::close(descriptor_);
    throw InvalidStateError("signal " + std::to_string(signal) + " is taken by another loop");
  }
  slot.second_kills = false;
  struct sigaction action {};
  action.sa_handler = huddle_on_signal;
  action.sa_flags = SA_RESTART;
  if (::sigaction(signal, &action, &before_) < 0) {
    const int error = errno;
    slot.descriptor = -1;
    ::close(descriptor_);
    refuse(signal, error);
  }
}

SignalTaker::~SignalTaker() {
  ::sigaction(signal_, &before_, nullptr);
  if (!waited_for_) loop_.expect(+1);
  loop_.remove_reader(descriptor_);
  loop_.descriptors().closing(descriptor_);
  slots[static_cast<std::size_t>(signal_)].descriptor = -1;
  ::close(descriptor_);
}

void SignalTaker::set_handler(Function<void()> callback, const Where& where) {
  handler_ = {std::make_shared<Function<void()>>(std::move(callback)), where};
  listen();
}
void SignalTaker::remove_handler() {
  handler_ = {};
  listen();
}
void SignalTaker::set_interrupt(Function<void()> callback, const Where& where) {
  interrupt_ = {std::make_shared<Function<void()>>(std::move(callback)), where};
  if (!has_handler()) listen();
}
void SignalTaker::remove_interrupt() noexcept {
  interrupt_ = {};
}

// For whoever is to be called now.
void SignalTaker::listen() {
  const auto& [call, where] = has_handler() ? handler_ : interrupt_;
  if (!call) return;
  loop_.add_reader(
      descriptor_,
      [descriptor = descriptor_, call = call] {
        std::uint64_t count;
        static_cast<void>(sys::read(descriptor, &count, sizeof count));
        (*call)();
      },
      where);
  if (waited_for_ != has_handler()) {
    waited_for_ = has_handler();
    loop_.expect(waited_for_ ? +1 : -1);
  }
  Slot& slot = slots[static_cast<std::size_t>(signal_)];
  slot.second_kills = !has_handler();
  slot.seen = 0;
}

bool SignalTaker::takes(int signal) noexcept {
  return slots[static_cast<std::size_t>(signal)].descriptor >= 0;
}

SignalTaker* Loop::taker(int signal) const noexcept {
  for (const auto& taker : signals_)
    if (taker->signal() == signal) return taker.get();
  return nullptr;
}

void Loop::add_signal_handler(int signal, Function<void()> callback, Where where) {
  require_open(where);
  if (!taker(signal)) signals_.push_back(std::make_unique<SignalTaker>(*this, signal));
  taker(signal)->set_handler(std::move(callback), where);
}

bool Loop::remove_signal_handler(int signal) {
  SignalTaker* const taker = this->taker(signal);
  if (!taker || !taker->has_handler()) return false;
  taker->remove_handler();
  forget_idle_takers();
  return true;
}

void Loop::add_interrupt(int signal, Function<void()> callback, Where where) {
  if (!taker(signal)) {
    if (SignalTaker::takes(signal)) return;
    signals_.push_back(std::make_unique<SignalTaker>(*this, signal));
  }
  taker(signal)->set_interrupt(std::move(callback), where);
}

void Loop::remove_interrupts() noexcept {
  for (const auto& taker : signals_) taker->remove_interrupt();
  forget_idle_takers();
}

void Loop::forget_idle_takers() noexcept {
  std::erase_if(signals_, [](const auto& taker) { return taker->calls_nobody(); });
}

}  // namespace huddle
