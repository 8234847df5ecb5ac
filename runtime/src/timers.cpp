#include "huddle/timers.hpp"

#include <algorithm>

namespace huddle {

namespace {
constexpr std::size_t children = 4;
}

void Timers::add(Node& node, TimePoint due) {
  heap_.push_back({due, ++added_, &node});
  node.slot = static_cast<std::uint32_t>(heap_.size() - 1);
}

void Timers::remove(Node& node) noexcept {
  if (node.slot == Node::no_slot) return;
  std::size_t place = node.slot;
  node.slot = Node::no_slot;
  if (place < settled_) {
    // The heap's last one fills the gap, and the gap is then between heap and new ones.
    const std::size_t gap = --settled_;
    if (place != gap) fill(place, heap_[gap]);
    place = gap;
  }
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place != heap_.size()) put(last, place);
}

Node& Timers::pop() noexcept {
  settle();
  Node& first = *heap_.front().node;
  remove(first);
  return first;
}

// Puts an entry into the heap, somewhere around `place`, which is free.
void Timers::fill(std::size_t place, Entry entry) noexcept {
  if (place > 0 && entry.before(heap_[(place - 1) / children]))
    rise(entry, place);
  else
    sink(entry, place);
}

void Timers::rise(Entry entry, std::size_t place) noexcept {
  while (place > 0) {
    const std::size_t parent = (place - 1) / children;
    if (!entry.before(heap_[parent])) break;
    put(heap_[parent], place);
    place = parent;
  }
  put(entry, place);
}

void Timers::sink(Entry entry, std::size_t place) noexcept {
  for (;;) {
    const std::size_t first = place * children + 1;
    if (first >= settled_) break;
    const std::size_t end = std::min(first + children, settled_);
    std::size_t least = first;
    for (std::size_t child = first + 1; child < end; ++child)
      if (heap_[child].before(heap_[least])) least = child;
    if (!heap_[least].before(entry)) break;
    put(heap_[least], place);
    place = least;
  }
  put(entry, place);
}

}  // namespace huddle
