#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace course {

namespace fs = std::filesystem;

/// A program that runs with limits, in a process group of its own: when its time is up, it and all
/// that it started are killed. So it is when this program is interrupted.
struct Child {
  std::vector<std::string> command;
  fs::path folder;  ///< where it runs; empty: here
  fs::path output;  ///< the file that takes what it prints, errors too
  std::vector<std::pair<std::string, std::string>> environment;  ///< set besides what there is
  /// Time that it waits for a processor, since the machine is busy, does not count.
  std::chrono::seconds time_limit{60};
  /// So long it may still run after a SIGTERM that says that its time is up; 0: not at all.
  std::chrono::milliseconds last_words{0};
  std::size_t memory_limit = 0;  ///< bytes; 0: none
  std::size_t output_limit = 0;  ///< bytes in any file it writes; 0: none
};

struct Ending {
  enum class Kind { Exited, Signalled, TimedOut, NotStarted };
  Kind kind = Kind::NotStarted;
  int number = 0;  ///< the exit status, or the signal
  bool well() const { return kind == Kind::Exited && number == 0; }
};

/// Runs it to its end.
Ending run(const Child& child);

/// Starts a program whose output is handed on line by line while it runs.
/// @param line is called with each line, without its end.
/// @return its exit status, 128 + the signal that ended it, or 127 when it could not be started.
int run_by_lines(const std::vector<std::string>& command,
                 const std::vector<std::pair<std::string, std::string>>& environment,
                 void (*line)(void* context, const std::string& text), void* context);

}  // namespace course
