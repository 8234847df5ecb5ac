#include "huddle/descriptors.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "huddle/errors.hpp"

namespace huddle {

Node* Descriptors::waiter(int descriptor, bool for_writing) const noexcept {
  if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= entries_.size()) return nullptr;
  const Entry& entry = entries_[static_cast<std::size_t>(descriptor)];
  return for_writing ? entry.writer : entry.reader;
}

void Descriptors::add(int descriptor, bool for_writing, Node& node) {
  if (descriptor < 0)
    throw std::invalid_argument(std::to_string(descriptor) + " is not a descriptor");
  Entry& entry = this->entry(descriptor);
  Node*& place = for_writing ? entry.writer : entry.reader;
  if (place)
    throw InvalidStateError("somebody waits for descriptor " + std::to_string(descriptor) +
                            " to be " + (for_writing ? "writable" : "readable") +
                            " already: one at a time");
  Interest interest = entry.watched;
  (for_writing ? interest.write : interest.read) = true;
  // Where nobody waits for it, it may have been closed, and another opened under its number.
  if (interest != entry.watched || !(entry.reader || entry.writer)) {
    selector_->watch(descriptor, entry.generation, entry.watched, interest);
    entry.watched = interest;
  }
  place = &node;
  ++waiting_;
}

void Descriptors::remove(int descriptor, bool for_writing) noexcept {
  Entry& entry = entries_[static_cast<std::size_t>(descriptor)];
  Node*& place = for_writing ? entry.writer : entry.reader;
  if (std::exchange(place, nullptr)) --waiting_;
}

void Descriptors::closing(int descriptor) {
  if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= entries_.size()) return;
  Entry& entry = entries_[static_cast<std::size_t>(descriptor)];
  if (entry.watched != Interest{})
    selector_->watch(descriptor, entry.generation, entry.watched, {});
  entry.watched = {};
  ++entry.generation;
}

void Descriptors::drop_all() noexcept {
  for (Entry& entry : entries_) {
    if (Node* reader = std::exchange(entry.reader, nullptr)) --waiting_, reader->drop();
    if (Node* writer = std::exchange(entry.writer, nullptr)) --waiting_, writer->drop();
  }
}

void Descriptors::poll(std::optional<Duration> timeout) {
  events_.clear();
  selector_->wait(timeout, events_);
  for (const ReadyEvent& event : events_) dispatch(event);
}

void Descriptors::dispatch(const ReadyEvent& event) {
  Entry& entry = entries_[static_cast<std::size_t>(event.descriptor)];
  if (event.generation != entry.generation) return;  // of a descriptor that is closed
  // What nobody wants to know is not asked any more: it would come back in every poll.
  Interest wanted = entry.watched;
  if (event.ready.read && !entry.reader) wanted.read = false;
  if (event.ready.write && !entry.writer) wanted.write = false;
  if (event.ready.read && entry.reader) entry.reader->fire();
  if (event.ready.write && entry.writer) entry.writer->fire();
  if (wanted == entry.watched) return;
  selector_->watch(event.descriptor, entry.generation, entry.watched, wanted);
  entry.watched = wanted;
}

Descriptors::Entry& Descriptors::entry(int descriptor) {
  const auto place = static_cast<std::size_t>(descriptor);
  if (place >= entries_.size()) entries_.resize(place + 1);
  return entries_[place];
}

}  // namespace huddle
