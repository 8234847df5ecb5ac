#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "debug.hpp"
#include "huddle/waiter.hpp"

namespace huddle {

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    if (static_cast<unsigned char>(letter) >= ' ') result += letter;
  }
  return result + '"';
}

// Chrome's trace event format: one lane for each task, an arrow from who wakes to who is woken.
class Trace final : public Instrument {
 public:
  explicit Trace(const std::string& path) : file_(path) {
    file_ << "[\n{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"tid\":0,"
             "\"args\":{\"name\":\"huddle\"}}";
  }
  ~Trace() override { file_ << "\n]\n"; }

  void step_begins(TaskState& task) override {
    if (named_.insert(task.id).second)
      event("M", task.id,
            "\"name\":\"thread_name\",\"args\":{\"name\":" + quoted(task.name()) + '}');
    running_ = task.id;
    begun_ = now();
    if (arrows_.erase(task.id) > 0) arrow("f", task.id, task.id);
  }
  void step_ends(TaskState& task) override {
    const Frame* frame = task.top;
    event("X", task.id,
          "\"name\":" + quoted(frame ? function_name(frame->function) : "end") +
              ",\"ts\":" + microseconds(begun_) + ",\"dur\":" + microseconds(now() - begun_) +
              ",\"args\":{\"at\":" + quoted(to_string(frame ? frame->where : task.made())) + '}');
    running_ = 0;
  }
  void woken(TaskState& task) override {
    if (arrows_.insert(task.id).second) arrow("s", running_, task.id);
  }
  void task_ended(TaskState& task) override {
    event("i", task.id, "\"name\":\"end\",\"s\":\"t\",\"ts\":" + microseconds(now()));
    file_.flush();
  }

 private:
  using Time = std::chrono::nanoseconds;
  static Time now() { return std::chrono::steady_clock::now().time_since_epoch(); }
  static std::string microseconds(Time time) {
    const auto nanoseconds = time.count();
    const std::string rest = std::to_string(1000 + nanoseconds % 1000);
    return std::to_string(nanoseconds / 1000) + '.' + rest.substr(1);
  }
  void arrow(const char* phase, std::uint64_t lane, std::uint64_t number) {
    event(phase, lane,
          "\"name\":\"wakes\",\"cat\":\"wakes\",\"id\":" + std::to_string(number) +
              ",\"bp\":\"e\",\"ts\":" + microseconds(now()));
  }
  void event(const char* phase, std::uint64_t lane, const std::string& rest) {
    file_ << ",\n{\"ph\":\"" << phase << "\",\"pid\":1,\"tid\":" << lane << ',' << rest << '}';
  }

  std::ofstream file_;
  std::set<std::uint64_t> named_;
  std::set<std::uint64_t> arrows_;
  std::uint64_t running_ = 0;
  Time begun_{};
};

}  // namespace

std::unique_ptr<Instrument> trace_of_environment() {
  const char* path = std::getenv("HUDDLE_TRACE");
  if (!path || !*path) return nullptr;
  return std::make_unique<Trace>(path);
}

}  // namespace huddle
