#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "huddle/clock.hpp"

/// @file
/// @brief Asks the operating system which descriptors are ready: `epoll` or `select`.

namespace huddle {

/// What one wants to know of a descriptor.
struct Interest {
  /// Whether something can be read.
  bool read = false;
  /// Whether something can be written.
  bool write = false;
  bool operator==(const Interest&) const = default;
};

/// What became of it. An error or a hang-up counts as ready for both.
struct ReadyEvent {
  /// The descriptor that was watched.
  int descriptor;
  /// What watch() was told with it.
  std::uint32_t generation;
  /// For what it is ready.
  Interest ready;
};

/// Watches descriptors. The `generation` given with a descriptor comes back with its events, so
/// that an event of a descriptor that was closed is not taken for one of its successor of that
/// number.
class Selector {
 public:
  virtual ~Selector() = default;
  /// Its name: `epoll` or `select`.
  virtual std::string_view name() const noexcept = 0;
  /// From now on watches `descriptor` for `interest`, instead of what it was before.
  /// @throws std::system_error when the descriptor cannot be watched.
  virtual void watch(int descriptor, std::uint32_t generation, Interest before,
                     Interest interest) = 0;
  /// Waits until something is ready, for `timeout` at most; without one, until something is.
  /// Appends what is ready to `events`.
  /// @throws std::system_error
  virtual void wait(std::optional<Duration> timeout, std::vector<ReadyEvent>& events) = 0;

  /// The one of this name; of an empty name, what `HUDDLE_BACKEND` says, or else `epoll`.
  /// @throws std::invalid_argument when there is none of this name.
  static std::unique_ptr<Selector> make(std::string_view name);
};

}  // namespace huddle
