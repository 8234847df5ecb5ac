#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "huddle/node.hpp"
#include "huddle/selector.hpp"

/// @file
/// @brief Who waits for which descriptor.

namespace huddle {

/// Keeps, for each descriptor, who wants to read and who wants to write, one each. A descriptor
/// whose waiter has gone stays watched until an event comes that nobody wants: whoever waits for it
/// again and again tells the selector once each time, and not twice.
class Descriptors {
 public:
  /// Will ask `selector`, which it owns.
  explicit Descriptors(std::unique_ptr<Selector> selector) : selector_(std::move(selector)) {}

  /// The selector's name.
  std::string_view backend() const noexcept { return selector_->name(); }
  /// Who waits for `descriptor`; null when nobody does.
  Node* waiter(int descriptor, bool for_writing) const noexcept;
  /// Has `node` fired when `descriptor` is ready, until it is removed.
  /// @throws InvalidStateError when somebody else waits for it; std::system_error when it cannot be
  ///         watched.
  void add(int descriptor, bool for_writing, Node& node);
  /// Nobody waits for `descriptor` any more. Harmless where nobody did.
  void remove(int descriptor, bool for_writing) noexcept;
  /// Forgets all about `descriptor`, which is going to be closed: events that are under way are not
  /// taken for one of its successor.
  void closing(int descriptor);
  /// Drops all who wait.
  void drop_all() noexcept;
  /// How many wait.
  std::size_t count() const noexcept { return waiting_; }

  /// Waits, and fires those whose descriptor is ready.
  void poll(std::optional<Duration> timeout);

 private:
  struct Entry {
    Node* reader = nullptr;
    Node* writer = nullptr;
    std::uint32_t generation = 0;
    Interest watched;
  };
  Entry& entry(int descriptor);
  void dispatch(const ReadyEvent& event);

  std::unique_ptr<Selector> selector_;
  std::vector<Entry> entries_;  // by descriptor
  std::vector<ReadyEvent> events_;
  std::size_t waiting_ = 0;
};

}  // namespace huddle
