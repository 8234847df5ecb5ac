#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "observer.hpp"

/// @file
/// @brief Writes down what a program does, for a viewer of Chrome traces and for the site's player.

namespace course {

/// Looks on from its making to its end, when the command line says `--record FILE`, and then writes
/// FILE: one lane for each coroutine or task, with its runs, its waits and the lines where it
/// waits, what it prints, and arrows from who enqueued a call to who runs in that call. The format
/// is Chrome's Trace Event JSON. An error that nobody catches ends the program, and writes FILE
/// first: what led to it is worth a look.
///
///     int main(int argc, char** argv) {
///       VirtualTime<EventLoop> loop;
///       course::Recording recording(argc, argv, [&] { return loop.time().time_since_epoch(); });
class Recording : public Observer {
 public:
  /// Tells the time since the program began.
  using Clock = std::function<std::chrono::nanoseconds()>;

  Recording(int argc, char** argv, Clock clock) : clock_(std::move(clock)) {
    if (argc != 3 || std::string_view(argv[1]) != "--record") return;
    file_ = argv[2];
    name_lane(loop_lane, "the loop");
    observer = this;
    printed_.recording = this;
    printed_.terminal = std::cout.rdbuf(&printed_);
    writing_ = this;
    terminating_ = std::set_terminate([] {
      writing_->write();
      terminating_();
    });
  }
  Recording(const Recording&) = delete;
  ~Recording() override {
    if (file_.empty()) return;
    std::set_terminate(terminating_);
    write();
  }

  /// Whether there is a file to be written: then the program should run on a clock of its own.
  bool wanted() const noexcept { return !file_.empty(); }

  void made(const void* who, std::string_view name) override {
    const int lane = next_lane_++;
    lanes_[who] = lane;
    name_lane(lane, name);
    instant("made", lane);
  }
  void begins(const void* who) override {
    const int lane = lanes_[who];
    event('B', "runs", lane);
    if (arrow_ != 0) arrow('f', lane, std::exchange(arrow_, 0));
    running_.push_back(lane);
  }
  void awaits(const void* who, std::string_view name, int line) override {
    instant("awaits", lanes_[who],
            "\"name\": " + quoted(name) + ", \"line\": " + std::to_string(line));
  }
  void returns(const void* who) override { instant("returns", lanes_[who]); }
  void waits(const void* who, int line) override {
    instant("waits", lanes_[who], "\"line\": " + std::to_string(line));
    end(lanes_[who]);
  }
  void ended(const void* who) override {
    instant("ended", lanes_[who]);
    end(lanes_[who]);
    lanes_.erase(who);
  }
  void enqueued(const void* queue) override {
    in_line_[queue].push_back(++arrows_);
    instant("enqueues", lane());
    arrow('s', lane(), arrows_);
  }
  void calls(const void* queue) override {
    auto& line = in_line_[queue];
    if (line.empty()) return;  // it was enqueued before anybody looked on
    arrow_ = line.front();
    line.pop_front();
    slice('b', "calls", ", \"args\": {\"id\": " + std::to_string(arrow_) + '}');
  }
  void called(const void*) override {
    arrow_ = 0;
    slice('e', "called");
  }
  void timer_set(std::uint64_t number, std::chrono::nanoseconds due) override {
    instant(
        "sets timer", lane(),
        "\"number\": " + std::to_string(number) + ", \"due_ns\": " + std::to_string(due.count()));
  }
  void timer_gone(std::uint64_t number) override {
    instant("timer gone", loop_lane, "\"number\": " + std::to_string(number));
  }
  void watches(int descriptor, bool for_writing) override {
    instant("watches", lane(), watched(descriptor, for_writing));
  }
  void unwatches(int descriptor, bool for_writing) override {
    instant("unwatches", lane(), watched(descriptor, for_writing));
  }

 private:
  static constexpr int loop_lane = 0;

  // Stands in for the terminal: passes everything on, and writes down whole lines.
  struct Printed : std::streambuf {
    int overflow(int letter) override {
      if (letter == '\n') {
        recording->instant("prints", recording->lane(), "\"text\": " + quoted(line));
        line.clear();
      } else {
        line += static_cast<char>(letter);
      }
      return terminal->sputc(static_cast<char>(letter));
    }
    int sync() override { return terminal->pubsync(); }
    Recording* recording = nullptr;
    std::streambuf* terminal = nullptr;
    std::string line;
  };

  void write() {
    std::cout.rdbuf(printed_.terminal);
    std::cout.flush();
    observer = &looking_away;
    std::ofstream out(file_);
    out << "{\"displayTimeUnit\": \"ms\", \"traceEvents\": [\n";
    for (std::size_t i = 0; i < events_.size(); ++i)
      out << events_[i] << (i + 1 < events_.size() ? ",\n" : "\n");
    out << "]}\n";
    if (!out.flush()) std::cerr << "cannot write the recording to " << file_ << '\n';
  }

  static std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
      if (letter == '"' || letter == '\\') result += '\\';
      if (static_cast<unsigned char>(letter) < 0x20) {
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", letter);
        result += code;
      } else {
        result += letter;
      }
    }
    return result + '"';
  }

  static std::string watched(int descriptor, bool for_writing) {
    return "\"descriptor\": " + std::to_string(descriptor) +
           ", \"for\": " + quoted(for_writing ? "writing" : "reading");
  }
  int lane() const { return running_.empty() ? loop_lane : running_.back(); }
  void end(int lane) {
    event('E', "runs", lane);
    std::erase(running_, lane);
  }
  void name_lane(int lane, std::string_view name) {
    event('M', "thread_name", lane, ", \"args\": {\"name\": " + quoted(name) + '}');
  }
  void instant(const char* name, int lane, const std::string& args = "") {
    event('i', name, lane, ", \"s\": \"t\"" + (args.empty() ? "" : ", \"args\": {" + args + '}'));
  }
  // A call of the loop's, from its beginning to its end: beside the tasks, on a track of its own.
  // With B and E the loop would have a lane as each task has one, and be counted among them.
  void slice(char end, const char* name, const std::string& more = "") {
    event(end, name, loop_lane, ", \"cat\": \"loop\", \"id\": 1" + more);
  }
  void arrow(char end, int lane, int number) {
    event(end, "wakes", lane,
          ", \"cat\": \"wake\", \"bp\": \"e\", \"id\": " + std::to_string(number));
  }
  // Viewers nest events by their times, so no two may be equal: each is a nanosecond after the last
  // one at least. A `ts` is in microseconds.
  void event(char kind, const char* name, int lane, const std::string& more = "") {
    last_ = std::max(clock_(), last_ + std::chrono::nanoseconds(1));
    char head[160];
    std::snprintf(head, sizeof head,
                  "{\"ph\": \"%c\", \"name\": \"%s\", \"pid\": 1, \"tid\": %d, \"ts\": %lld.%03lld",
                  kind, name, lane, static_cast<long long>(last_.count() / 1000),
                  static_cast<long long>(last_.count() % 1000));
    events_.push_back(head + more + '}');
  }

  inline static Recording* writing_ = nullptr;
  inline static std::terminate_handler terminating_ = nullptr;  // what std::terminate would do

  Clock clock_;
  std::string file_;
  Printed printed_;
  std::vector<std::string> events_;
  std::map<const void*, int> lanes_;
  std::map<const void*, std::deque<int>> in_line_;  // the arrows of the calls in line
  std::vector<int> running_;
  int next_lane_ = loop_lane + 1;
  int arrows_ = 0;
  int arrow_ = 0;  // of the call that runs now, until somebody is woken by it
  std::chrono::nanoseconds last_{};
};

}  // namespace course
