#include "huddle/timers.hpp"

#include <algorithm>

namespace huddle {

namespace {
constexpr std::size_t children = 4;
}

void Timers::add(Node& node, TimePoint due) {
  heap_.emplace_back();
  rise(Entry{due, ++added_, &node}, heap_.size() - 1);
}

void Timers::remove(Node& node) noexcept {
  if (node.slot == Node::no_slot) return;
  const std::size_t place = node.slot;
  node.slot = Node::no_slot;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place == heap_.size()) return;
  if (place > 0 && last.before(heap_[(place - 1) / children]))
    rise(last, place);
  else
    sink(last, place);
}

Node& Timers::pop() noexcept {
  Node& first = *heap_.front().node;
  remove(first);
  return first;
}

void Timers::rise(const Entry& entry, std::size_t place) noexcept {
  while (place > 0) {
    const std::size_t parent = (place - 1) / children;
    if (!entry.before(heap_[parent])) break;
    put(heap_[parent], place);
    place = parent;
  }
  put(entry, place);
}

void Timers::sink(const Entry& entry, std::size_t place) noexcept {
  for (;;) {
    const std::size_t first = place * children + 1;
    if (first >= heap_.size()) break;
    const std::size_t end = std::min(first + children, heap_.size());
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
