#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "debug.hpp"
#include "huddle/loop.hpp"
#include "huddle/readiness.hpp"
#include "huddle/sleep.hpp"
#include "huddle/waiter.hpp"

// The trace: what a loop's tasks do, as Chrome's Trace Event JSON, for viewers of that format and
// for the site's player. The words are those of the chapters' recordings (chapters/recording.hpp):
// a lane for each task, its runs, where it waits and for what, what it prints to std::cout, and an
// arrow from who wakes to who is woken. Lane 0 is the loop's. The times are those of the loop's
// clock since it was made: on virtual time, a program is traced alike each time.

namespace huddle {

namespace {

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    if (static_cast<unsigned char>(letter) >= ' ') result += letter;
  }
  return result + '"';
}

std::string place(const Where& where) {
  return "\"file\":" + in_quotes(where.file) + ",\"line\":" + std::to_string(where.line);
}

class Trace final : public Instrument {
 public:
  Trace(const std::string& path, Loop& loop)
      : file_(path), loop_(loop), start_(loop.now()), terminal_(*this) {
    file_ << "[\n{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":0,\"ts\":0,"
             "\"args\":{\"name\":\"the loop\"}}";
  }
  ~Trace() override {
    terminal_.leave();
    file_ << "\n]\n";
  }

  void task_created(TaskState& task) override {
    const std::string function = task.top ? function_name(task.top->function) : "";
    // A name of no meaning gives way to its first coroutine's.
    const bool named =
        !task.name().starts_with("Task-") || function.empty() || function == "a lambda";
    name(task, named ? task.name() : function);
    instant("made", task.id, place(task.made()) + ",\"function\":" + in_quotes(function));
    enqueue(task.id);
  }
  void step_begins(TaskState& task) override {
    if (name_of_[task.id] != task.name()) name(task, task.name());
    event("B", "runs", task.id);
    end_arrow(task.id);
    waited_for_.erase(task.id);
    running_ = task.id;
  }
  void step_ends(TaskState& task) override {
    if (!task.top) return instant("ended", task.id);  // task_ended() follows
    if (task.blocked) waits(task, *task.blocked);
    event("E", "runs", task.id);
    running_ = 0;
  }
  void task_ended(TaskState& task) override {
    if (running_ == task.id) {
      event("E", "runs", task.id);
    } else {  // before it had its first step, or while it waited
      end_arrow(task.id);
      instant("ended", task.id);
    }
    running_ = 0;
    name_of_.erase(task.id);
    file_.flush();
  }
  void woken(TaskState& task) override {
    if (const auto wait = waited_for_.find(task.id); wait != waited_for_.end())
      instant(wait->second.end, wait->second.lane, wait->second.what);
    waited_for_.erase(task.id);
    enqueue(task.id);
  }
  void callback_begins(const Where& where) override {
    slice("b", "calls", ",\"args\":{" + place(where) + '}');
  }
  void callback_ends(const Where&) override { slice("e", "called"); }

 private:
  using Time = std::chrono::nanoseconds;

  // A timer that runs or a descriptor that is watched for a task, and how its end is told.
  struct Wait {
    const char* end;
    std::uint64_t lane;
    std::string what;
  };

  // Stands in for the terminal while the trace is written: passes everything on, and writes down
  // whole lines. One trace at a time listens.
  class Terminal : public std::streambuf {
   public:
    explicit Terminal(Trace& trace) : trace_(trace) {
      if (!taken_.exchange(true)) terminal_ = std::cout.rdbuf(this);
    }
    void leave() {
      if (!terminal_) return;
      std::cout.rdbuf(terminal_);
      taken_ = false;
    }

   private:
    int overflow(int letter) override {
      const std::lock_guard lock(trace_.mutex_);
      if (letter != '\n') {
        line_ += static_cast<char>(letter);
      } else {
        trace_.instant("prints", trace_.running_, "\"text\":" + in_quotes(line_));
        line_.clear();
      }
      return terminal_->sputc(static_cast<char>(letter));
    }
    int sync() override { return terminal_->pubsync(); }

    static inline std::atomic<bool> taken_ = false;
    Trace& trace_;
    std::streambuf* terminal_ = nullptr;
    std::string line_;
  };

  void waits(const TaskState& task, const Waiter& waiter) {
    if (waiter.state == Node::State::woken) enqueue(task.id);  // for its next turn
    if (const auto* sleep = dynamic_cast<const SleepWaiter*>(&waiter);
        sleep && waiter.state == Node::State::waiting) {
      const std::string number = "\"number\":" + std::to_string(++timers_);
      const Time due = sleep->due() - start_;
      instant("sets timer", task.id, number + ",\"due_ns\":" + std::to_string(due.count()));
      waited_for_[task.id] = {"timer gone", 0, number};
    }
    if (const auto* readiness = dynamic_cast<const ReadinessWaiter*>(&waiter)) {
      const std::string what = "\"descriptor\":" + std::to_string(readiness->descriptor()) +
                               ",\"for\":\"" + (readiness->for_writing() ? "writing" : "reading") +
                               '"';
      instant("watches", task.id, what);
      waited_for_[task.id] = {"unwatches", task.id, what};
    }

    const Frame* innermost = innermost_frame(task);
    std::string frames;  // outermost first
    for (const Frame* frame = innermost; frame; frame = frame->caller)
      frames = "{\"name\":" + in_quotes(function_name(frame->function)) + ',' +
               place(frame->where) + '}' + (frames.empty() ? "" : ",") + frames;
    std::vector<TaskState*> others;
    waiter.list_awaited(others);
    std::string tasks;
    for (const TaskState* other : others)
      tasks += (tasks.empty() ? "" : ",") + std::to_string(other->id);
    instant("waits", task.id,
            place(innermost->where) + ",\"for\":" + in_quotes(waiter.kind()) + ",\"tasks\":[" +
                tasks + "],\"stack\":[" + frames + ']');
  }

  void name(const TaskState& task, const std::string& shown) {
    name_of_[task.id] = task.name();
    event("M", "thread_name", task.id, ",\"args\":{\"name\":" + in_quotes(shown) + '}');
  }
  void enqueue(std::uint64_t task) {
    if (arrows_.contains(task)) return;  // it stands in line already
    instant("enqueues", running_);
    arrows_[task] = ++arrows_made_;
    arrow("s", running_, arrows_made_);
  }
  void instant(const char* name, std::uint64_t lane, const std::string& args = "") {
    event("i", name, lane, ",\"s\":\"t\"" + (args.empty() ? "" : ",\"args\":{" + args + '}'));
  }
  // A callback from its beginning to its end: beside the tasks, on a track of its own. With B and E
  // the loop would have a lane as each task has one, and be counted among them.
  void slice(const char* end, const char* name, const std::string& more = "") {
    event(end, name, 0, ",\"cat\":\"loop\",\"id\":1" + more);
  }
  void end_arrow(std::uint64_t task) {
    if (const auto arrow = arrows_.extract(task); !arrow.empty())
      this->arrow("f", task, arrow.mapped());
  }
  void arrow(const char* end, std::uint64_t lane, std::uint64_t number) {
    event(end, "wakes", lane, ",\"cat\":\"wake\",\"bp\":\"e\",\"id\":" + std::to_string(number));
  }
  // Viewers nest events by their times, so no two may be equal: each is a nanosecond after the last
  // one at least. A `ts` is in microseconds.
  void event(const char* phase, const char* name, std::uint64_t lane,
             const std::string& more = "") {
    const std::lock_guard lock(mutex_);
    last_ = std::max<Time>(loop_.now() - start_, last_ + Time(1));
    const std::string rest = std::to_string(1000 + last_.count() % 1000);
    file_ << ",\n{\"ph\":\"" << phase << "\",\"name\":\"" << name << "\",\"pid\":1,\"tid\":" << lane
          << ",\"ts\":" << last_.count() / 1000 << '.' << rest.substr(1) << more << '}';
  }

  std::recursive_mutex mutex_;  // other threads print, too
  std::ofstream file_;
  Loop& loop_;
  TimePoint start_;
  Time last_{};
  std::map<std::uint64_t, std::string> name_of_;
  std::map<std::uint64_t, std::uint64_t> arrows_;  // that lead to a task in line
  std::map<std::uint64_t, Wait> waited_for_;
  std::uint64_t arrows_made_ = 0;
  std::uint64_t timers_ = 0;
  std::uint64_t running_ = 0;
  Terminal terminal_;
};

}  // namespace

std::unique_ptr<Instrument> trace_of_environment(Loop& loop) {
  const char* path = std::getenv("HUDDLE_TRACE");
  if (!path || !*path) return nullptr;
  return std::make_unique<Trace>(path, loop);
}

}  // namespace huddle
