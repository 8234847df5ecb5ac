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
  std::atomic<pid_t> process{0};  // whose descriptor it is; a forked child's signals are its own
  std::atomic<bool> second_kills{false};
  std::atomic<int> seen{0};
};
std::array<Slot, NSIG> slots;

extern "C" void huddle_on_signal(int signal) {
  const int error = errno;
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  if (slot.process != ::getpid() || (slot.seen.fetch_add(1) > 0 && slot.second_kills)) {
    // Nobody listens.
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

std::unique_ptr<SignalTaker> SignalTaker::take(Loop& loop, int signal) {
  if (signal <= 0 || signal >= NSIG) refuse(signal, EINVAL);
  const int descriptor = sys::eventfd();
  if (descriptor < 0) sys::fail("eventfd()");
  std::unique_ptr<SignalTaker> taker(new SignalTaker(loop, signal, descriptor));
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  int nobody = -1;
  if (!slot.descriptor.compare_exchange_strong(nobody, descriptor)) return nullptr;
  slot.process = ::getpid();
  slot.second_kills = false;
  taker->has_slot_ = true;
  struct sigaction action {};
  action.sa_handler = huddle_on_signal;
  action.sa_flags = SA_RESTART;
  if (::sigaction(signal, &action, &taker->before_) < 0) refuse(signal, errno);
  taker->installed_ = true;
  return taker;
}

SignalTaker::~SignalTaker() {
  if (installed_) ::sigaction(signal_, &before_, nullptr);
  if (!waited_for_) loop_.expect_not(-1);
  loop_.remove_reader(descriptor_);
  loop_.descriptors().closing(descriptor_);
  if (has_slot_) slots[static_cast<std::size_t>(signal_)].descriptor = -1;
  ::close(descriptor_);
}

void SignalTaker::set_handler(Function<void()> callback, const Where& where) {
  Callback handler{std::make_shared<Function<void()>>(std::move(callback)), where};
  listen(handler);
  handler_ = std::move(handler);
  settle();
}
void SignalTaker::remove_handler() {
  handler_ = {};
  if (!interrupt_.call) return;
  listen(interrupt_);
  settle();
}
void SignalTaker::set_interrupt(Function<void()> callback, const Where& where) {
  Callback interrupt{std::make_shared<Function<void()>>(std::move(callback)), where};
  if (!has_handler()) listen(interrupt);
  interrupt_ = std::move(interrupt);
  settle();
}
void SignalTaker::remove_interrupt() noexcept {
  interrupt_ = {};
}

// For whoever is to be called from now on.
void SignalTaker::listen(const Callback& callback) {
  loop_.add_reader(
      descriptor_,
      [descriptor = descriptor_, call = callback.call] {
        std::uint64_t count;
        static_cast<void>(sys::read(descriptor, &count, sizeof count));
        (*call)();
      },
      callback.where);
}

void SignalTaker::settle() noexcept {
  if (waited_for_ != has_handler()) {
    waited_for_ = has_handler();
    loop_.expect_not(waited_for_ ? -1 : +1);
  }
  Slot& slot = slots[static_cast<std::size_t>(signal_)];
  slot.second_kills = !has_handler();
  slot.seen = 0;
}

bool SignalTaker::is_left_alone(int signal) noexcept {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL;
}

SignalTaker* Loop::taker(int signal) const noexcept {
  for (const auto& taker : signals_)
    if (taker->signal() == signal) return taker.get();
  return nullptr;
}

// Those that call nobody go, also when an error leaves the function in which this stands.
struct Loop::IdleTakersGo {
  std::vector<std::unique_ptr<SignalTaker>>& takers;
  ~IdleTakersGo() {
    std::erase_if(takers, [](const auto& taker) { return taker->calls_nobody(); });
  }
};

void Loop::add_signal_handler(int signal, Function<void()> callback, Where where) {
  require_open(where);
  const IdleTakersGo after{signals_};
  if (!taker(signal)) {
    auto taker = SignalTaker::take(*this, signal);
    if (!taker)
      throw InvalidStateError("signal " + std::to_string(signal) + " is taken by another loop");
    signals_.push_back(std::move(taker));
  }
  taker(signal)->set_handler(std::move(callback), where);
}

bool Loop::remove_signal_handler(int signal) {
  const IdleTakersGo after{signals_};
  SignalTaker* const taker = this->taker(signal);
  if (!taker || !taker->has_handler()) return false;
  taker->remove_handler();
  return true;
}

void Loop::add_interrupt(int signal, Function<void()> callback, Where where) {
  const IdleTakersGo after{signals_};
  if (!taker(signal)) {
    if (!SignalTaker::is_left_alone(signal)) return;
    auto taker = SignalTaker::take(*this, signal);
    if (!taker) return;
    signals_.push_back(std::move(taker));
  }
  taker(signal)->set_interrupt(std::move(callback), where);
}

void Loop::remove_interrupts() noexcept {
  const IdleTakersGo after{signals_};
  for (const auto& taker : signals_) taker->remove_interrupt();
}

}  // namespace huddle
