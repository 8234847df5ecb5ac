#include "huddle/loop.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <random>
#include <stdexcept>
#include <utility>

#include "debug.hpp"
#include "huddle/errors.hpp"
#include "huddle/readiness.hpp"
#include "running.hpp"
#include "signals.hpp"

namespace huddle {

namespace {

// While somebody is ready, the loop need not look outside in every iteration: a look costs more
// than a turn. But it is never put off for longer than this.
constexpr int most_iterations = 64;    // while somebody waits for what is outside
constexpr int most_questions = 16;     // while nobody does
constexpr int look_at_once = 1 << 30;  // turns
constexpr Duration longest_without_look = std::chrono::microseconds(100);

std::optional<std::uint64_t> seed_of_environment() {
  const char* seed = std::getenv("HUDDLE_SHUFFLE");
  if (!seed || !*seed) return std::nullopt;
  return std::strtoull(seed, nullptr, 10);
}

bool debug_of_environment() {
  const char* debug = std::getenv("HUDDLE_DEBUG");
  return debug && *debug && std::string_view(debug) != "0";
}

}  // namespace

constinit thread_local Loop* Loop::current_ = nullptr;

Loop::Loop(const LoopOptions& options)
    : clock_(options.clock_ ? options.clock_ : &steady_),
      descriptors_(Selector::make(options.backend_)),
      inbox_(std::make_shared<Inbox>()),
      shuffle_(options.shuffle_ ? options.shuffle_ : seed_of_environment()),
      debug_(options.debug_.value_or(debug_of_environment())) {
  descriptors_.add(inbox_->descriptor(), false, *inbox_);
  if (clock_ != &steady_) turns_between_questions_ = 0;
  if (debug_) set_debug(true);
  if ((trace_ = trace_of_environment(*this))) add_instrument(*trace_);
}

Loop::~Loop() {
  if (!running_) close();
}

Loop& Loop::running() {
  if (!current_)
    throw InvalidStateError("no event loop runs on this thread: call this from inside of run()");
  return *current_;
}

void Loop::set_debug(bool on) {
  debug_ = on;
  if (slow_steps_) remove_instrument(*slow_steps_);
  slow_steps_ = on ? make_slow_steps(*this) : nullptr;
  if (slow_steps_) add_instrument(*slow_steps_);
}

void Loop::refuse_other_threads(const char* relation, const Where& where) const {
  if (!running_ || std::this_thread::get_id() == thread_) return;
  throw InvalidStateError("called from another thread than the loop's" +
                          (where ? relation + to_string(where) : std::string()) +
                          ": use loop.remote().call_soon_threadsafe()");
}

void Loop::refuse_closed() {
  throw InvalidStateError("the event loop is closed");
}

// --- Callbacks and descriptors -------------------------------------------------------------------

Handle Loop::call_soon(Function<void()> callback, Where where) {
  require_open(where);
  const Ref<Scheduled> call(new Scheduled(*this, std::move(callback), where));
  make_ready(*call);
  call->keep();
  return Handle(call);
}

Handle Loop::call_later(Duration delay, Function<void()> callback, Where where) {
  const TimePoint now = this->now();
  const bool ever = delay < TimePoint::max() - now;  // a delay without end does not wrap around
  return schedule(ever ? now + delay : TimePoint::max(), now, std::move(callback), where);
}

Handle Loop::call_at(TimePoint due, Function<void()> callback, Where where) {
  return schedule(due, now(), std::move(callback), where);
}

Handle Loop::schedule(TimePoint due, TimePoint now, Function<void()>&& callback, Where where) {
  require_open(where);
  Ref<Scheduled> call(new Scheduled(*this, std::move(callback), where));
  start_timer(*call, due, now);
  call->keep();
  return Handle(std::move(call));
}

void Loop::start_timer(Node& node, TimePoint due, TimePoint now) {
  timers_.add(node, due);
  if (due <= now) turns_ = look_at_once;
}

Handle Loop::watch(int descriptor, bool for_writing, Function<void()> callback, Where where) {
  require_open(where);
  unwatch(descriptor, for_writing);
  const Ref<Scheduled> call(new Scheduled(*this, std::move(callback), where));
  descriptors_.add(descriptor, for_writing, *call);
  call->repeat_at(descriptor, for_writing);
  call->keep();
  return Handle(call);
}

bool Loop::unwatch(int descriptor, bool for_writing) noexcept {
  auto* call = dynamic_cast<Scheduled*>(descriptors_.waiter(descriptor, for_writing));
  if (call) call->cancel();
  return call != nullptr;
}

Handle Loop::add_reader(int descriptor, Function<void()> callback, Where where) {
  return watch(descriptor, false, std::move(callback), where);
}
bool Loop::remove_reader(int descriptor) {
  return unwatch(descriptor, false);
}
Handle Loop::add_writer(int descriptor, Function<void()> callback, Where where) {
  return watch(descriptor, true, std::move(callback), where);
}
bool Loop::remove_writer(int descriptor) {
  return unwatch(descriptor, true);
}

void Loop::notify_closing(int descriptor) {
  for (const bool for_writing : {false, true}) {
    unwatch(descriptor, for_writing);
    if (auto* waiting =
            dynamic_cast<ReadinessWaiter*>(descriptors_.waiter(descriptor, for_writing)))
      waiting->close();
  }
  descriptors_.closing(descriptor);
}

// --- Running -------------------------------------------------------------------------------------

void Loop::run_forever() {
  const Running running(*this);
  do iterate(std::nullopt);
  while (!stopping_);
}

void Loop::run_once(Duration rest) {
  const Running running(*this);
  iterate(rest);
}

void Loop::run_until(FutureState& future) {
  const Running running(*this);
  while (!future.done()) {
    if (ready_.empty() && !can_be_woken()) break_deadlock(future);
    iterate(std::nullopt);
    if (stopping_ && !future.done())
      throw InvalidStateError("the event loop was stopped before the future was done");
  }
}

bool Loop::can_be_woken() const noexcept {
  // First whether there are RemoteLoops: the last one may post, and then die.
  const bool remotes = inbox_->remotes.load(std::memory_order_acquire) > 0;
  return remotes || inbox_->filled() || !ready_.empty() || jobs_ > 0 || somebody_is_outside();
}

void Loop::iterate(std::optional<Duration> rest) {
  if (ready_.empty() && !stopping_)
    look_outside(rest);
  else if ((turns_ >= turns_between_questions_ || somebody_is_outside()) && look_is_due())
    look_outside(Duration::zero());
  else if (inbox_->filled())
    take_posts();
  give_turns();
}

// While somebody is ready. To ask the time costs as much as a turn or two: where nobody waits for
// what is outside, this is not even asked in every iteration. With a clock that is set by hand, a
// look is always due.
bool Loop::look_is_due() noexcept {
  const int most = somebody_is_outside() ? most_iterations : most_questions;
  if (turns_ >= look_at_once || clock_ != &steady_ || ++questions_ >= most) return true;
  turns_ = 0;
  return now() - last_look_ >= longest_without_look;
}

// Looks for descriptors that are ready, posts of other threads and timers that are due. Rests until
// there is something, for `rest` at most.
void Loop::look_outside(std::optional<Duration> rest) {
  if (!timers_.empty() && (!rest || *rest > Duration::zero())) {
    const TimePoint due = timers_.earliest(), now = this->now();
    const Duration until_due = due > now ? due - now : Duration::zero();
    rest = rest ? std::min(*rest, until_due) : until_due;
  }
  if (!rest || *rest > Duration::zero()) {
    tell([&](Instrument& instrument) {
      instrument.rests(timers_.empty() ? TimePoint::max() : timers_.earliest());
    });
    if (jump(rest)) rest = Duration::zero();
  }
  descriptors_.poll(rest);
  if (inbox_->filled()) take_posts();
  turns_ = questions_ = 0;
  last_look_ = now();
  while (!timers_.empty() && timers_.earliest() <= last_look_) timers_.pop().fire();
}

// A clock that can jump over the rest does so, when nobody outside has anything to say.
bool Loop::jump(std::optional<Duration> rest) {
  if (clock_ == &steady_ || jobs_ > 0 || (!rest && timers_.empty())) return false;
  descriptors_.poll(Duration::zero());
  return !ready_.empty() || inbox_->filled() || clock_->jump(now() + *rest);
}

void Loop::take_posts() {
  for (auto& [callback, where, context] : inbox_->take()) {
    const Context::Enter enter(context);
    call_soon(std::move(callback), where);
  }
}

// To those who are ready now, and not to those whom they make ready. Where an error leaves this
// function, the rest keeps its place in front.
void Loop::give_turns() {
  if (shuffle_) shuffle();
  const std::uint8_t epoch = ++epoch_;
  int turns = 0;
  while (!ready_.empty() && ready_.front().epoch != epoch) {
    ++turns;
    ready_.pop_front().turn();
  }
  turns_ += turns;
}

void Loop::shuffle() {
  std::vector<Node*> order;
  while (!ready_.empty()) order.push_back(&ready_.pop_front());
  std::mt19937_64 random(*shuffle_);
  *shuffle_ = random();
  std::shuffle(order.begin(), order.end(), random);
  for (Node* node : order) ready_.push_back(*node);
}

// --- Tasks ---------------------------------------------------------------------------------------

void Loop::adopt(TaskState& task) {
  if (factory_ || watched() || tasks_.size() == tasks_.capacity()) return adopt_watched(task);
  take_in(task);
}

// Apart, so that nobody else has to make ready for what this needs.
void Loop::adopt_watched(TaskState& task) {
  if (const auto factory = factory_) (*factory)(task);  // it may put another in its place
  if (tasks_.size() == tasks_.capacity()) tasks_.reserve(2 * tasks_.size() + 1);
  take_in(task);
  tell([&](Instrument& instrument) { instrument.task_created(task); });
}

void Loop::take_in(TaskState& task) {
  tasks_.push_back(&task);
  task.place = static_cast<std::uint32_t>(tasks_.size() - 1);
  task.id = ++tasks_made_;
  ++task.refs;
}

void Loop::end_task(TaskState& task) {
  tasks_[task.place] = tasks_.back();
  tasks_[task.place]->place = task.place;
  tasks_.pop_back();
  if (task.error) return end_failed_task(task);
  task.complete(FutureState::Status::done);
  leave(task);
}

void Loop::end_failed_task(TaskState& task) {
  const bool interrupted = is_keyboard_interrupt(task.error);
  if (interrupted) task.retrieved = true;  // by whoever runs the loop
  task.fail(task.error);
  leave(task);
  if (interrupted) throw KeyboardInterrupt();
}

void Loop::leave(TaskState& task) {
  if (watched()) tell([&](Instrument& instrument) { instrument.task_ended(task); });
  if (--task.refs == 0) task.release();
}

// --- Reports -------------------------------------------------------------------------------------

void Loop::set_exception_handler(std::function<void(const Report&)> handler, Where where) {
  handler_ = handler ? std::make_shared<const Handler>(std::move(handler)) : nullptr;
  handler_set_ = where;
}

// Reports of this thread go to `loop`, or to stderr.
void Loop::report_to(Loop* loop) noexcept {
  const auto handle = [](const Report& report, void* self) {
    static_cast<Loop*>(self)->handle(report);
  };
  set_reporter(loop ? +handle : nullptr, loop);
}

void Loop::handle(const Report& problem) noexcept {
  const std::shared_ptr<const Handler> handler = handler_;  // it may put another in its place
  try {
    if (handler) return (*handler)(problem);
  } catch (...) {
    print(Report("exception in the exception handler", std::current_exception(), handler_set_));
  }
  print(problem);
}

void Loop::set_task_factory(std::function<void(TaskState&)> prepare) {
  factory_ = prepare ? std::make_shared<const Factory>(std::move(prepare)) : nullptr;
}

void Loop::remove_instrument(Instrument& instrument) noexcept {
  for (auto& [known, where] : instruments_)
    if (known == &instrument) known = nullptr;
  forget_removed_instruments();
}

// Not while they are told something: the others keep their places until all have heard it.
void Loop::forget_removed_instruments() noexcept {
  if (telling_ == 0)
    std::erase_if(instruments_, [](const auto& added) { return added.first == nullptr; });
}

}  // namespace huddle
