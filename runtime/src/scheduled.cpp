#include "huddle/scheduled.hpp"

#include "huddle/errors.hpp"
#include "huddle/loop.hpp"

namespace huddle {

void Scheduled::fire() noexcept {
  if (loop_.is_closed()) return cancel();  // nobody is going to call it
  if (repeats() && linked()) return;       // it stands in the ready queue since the last time
  unlink();
  loop_.make_ready(*this);
}

void Scheduled::turn() {
  const Ref<Scheduled> alive(this);
  if (!repeats()) let_go();
  const bool watched = loop_.watched();
  if (watched) loop_.tell([this](Instrument& instrument) { instrument.callback_begins(where_); });
  struct Running {
    Scheduled& call;
    explicit Running(Scheduled& call) noexcept : call(call) { call.running_ = true; }
    ~Running() {
      call.running_ = false;
      if (!call.repeats() || call.cancelled_) call.callback_.reset();
    }
  } running(*this);
  try {
    Context::Enter enter(context_);
    callback_();
  } catch (const KeyboardInterrupt&) {
    throw;
  } catch (...) {
    loop_.handle(Report("exception in a callback", std::current_exception(), where_));
  }
  if (watched) loop_.tell([this](Instrument& instrument) { instrument.callback_ends(where_); });
}

void Scheduled::cancel() noexcept {
  if (cancelled_) return;
  cancelled_ = true;
  if (!kept_) return;  // it was called
  unlink();
  if (repeats())
    loop_.descriptors().remove(descriptor_, for_writing_);
  else
    loop_.timers().remove(*this);
  if (!running_) callback_.reset();
  let_go();
}

// The loop's own hold on it ends.
void Scheduled::let_go() noexcept {
  if (std::exchange(kept_, false) && --refs == 0) release();
}

// Out of line: inlined twice, g++ 12 believes the second Ref looks at what the first one deleted.
void Scheduled::release() noexcept {
  delete this;
}

}  // namespace huddle
