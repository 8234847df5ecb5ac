#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

/// @file
/// @brief What the C++ programs share: how long a row runs, what is counted, and the command line.
///
/// All times are processor time of the whole process, user's and system's: what other programs do
/// meanwhile hardly shows.

/// Runs a row's work for about 0.3 s, after a warm-up:
///
///     while (meter.more(1'000)) for (int i = 0; i < 1'000; ++i) do_it();
class Meter {
 public:
  /// Whether to do the work again. @param operations how many were done since the last call.
  bool more(std::uint64_t operations);
  double nanoseconds_each() const;
  /// Calls of `operator new` on this thread for each operation, once warm.
  double allocations_each() const;

 private:
  enum class Phase { fresh, warming, measuring, ended };

  Phase phase_ = Phase::fresh;
  double begin_ = 0;
  double end_ = 0;
  std::uint64_t operations_ = 0;
  std::uint64_t allocations_ = 0;
};

/// Draws numbers; the same ones in every program, whatever its language.
class Draw {
 public:
  std::uint64_t below(std::uint64_t limit) {
    state_ = state_ * 48'271 % 2'147'483'647;
    return state_ % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

/// Seconds of processor time that this process has used.
double processor_time();
/// Bytes that `operator new` has handed out on this thread, less those that were given back.
std::int64_t bytes_held();
/// `count`, or a thousandth with `--brief`, which only tries whether the rows run.
int scaled(int count);

/// Ends the program, saying `wrong`, unless the work did what it should.
inline void check(bool right, const char* wrong) {
  if (!right) throw std::logic_error(wrong);
}

/// A timer's delay, far away: nothing here waits for it.
inline std::chrono::milliseconds far(Draw& draw) {
  return std::chrono::milliseconds(1'000'000 + draw.below(1'000'000));
}
/// A delay for one of `timers` that fire at a rate of a million each second.
inline std::chrono::microseconds soon(Draw& draw, int timers) {
  return std::chrono::microseconds(draw.below(static_cast<std::uint64_t>(timers)));
}

struct Row {
  std::string name;
  /// Does the work and gives the number.
  std::function<double()> measure;
};

/// The program: `--list` names the rows, `--version` says what is measured, `[--brief] ROW`
/// measures one row.
int bench(int argc, char** argv, const std::string& version, const std::vector<Row>& rows);
