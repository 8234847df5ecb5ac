#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "huddle/clock.hpp"
#include "huddle/node.hpp"

/// @file
/// @brief What is due later, the earliest first.
///
/// A heap in which each entry has up to four below it: half as deep as a binary one, and the four
/// stand in one or two cache lines. Every node knows its place in the heap, so one that is
/// cancelled leaves at once instead of waiting there for its time. New ones find their places only
/// when somebody asks for the first: many are cancelled before that.

namespace huddle {

/// Nodes by the time when they are due. Equal times: first come, first served.
class Timers {
 public:
  /// Whether nothing is due at any time.
  bool empty() const noexcept { return heap_.empty(); }
  /// How many wait for their time.
  std::size_t size() const noexcept { return heap_.size(); }
  /// When the first is due. Not of an empty heap.
  TimePoint earliest() noexcept {
    settle();
    return heap_.front().due;
  }

  /// @throws std::bad_alloc, and then the node is not among them.
  void add(Node& node, TimePoint due);
  /// Takes `node` out, if it is among them.
  void remove(Node& node) noexcept;
  /// Takes the first one out, and gives it. Not of an empty heap.
  Node& pop() noexcept;

 private:
  struct Entry {
    TimePoint due;
    std::uint64_t number;
    Node* node;
    bool before(const Entry& other) const noexcept {
      return due != other.due ? due < other.due : number < other.number;
    }
  };
  void settle() noexcept {
    while (settled_ < heap_.size()) rise(heap_[settled_], settled_), ++settled_;
  }
  void put(const Entry& entry, std::size_t place) noexcept {
    heap_[place] = entry;
    entry.node->slot = static_cast<std::uint32_t>(place);
  }
  void fill(std::size_t place, Entry entry) noexcept;
  void rise(Entry entry, std::size_t place) noexcept;
  void sink(Entry entry, std::size_t place) noexcept;

  std::vector<Entry> heap_;
  std::size_t settled_ = 0;  // so many are a heap; those behind them are new, and in no order
  std::uint64_t added_ = 0;
};

}  // namespace huddle
