#pragma once

/// @file
/// @brief A list whose nodes are the things themselves: to be in line allocates nothing.
///
/// Everything that waits in Huddle stands in such a list: tasks in the ready queue, waiters at a
/// future or a lock. A thing leaves its list by itself, in constant time, when it is destroyed.

namespace huddle {

/// What makes a thing able to stand in a List: derive from it. It stands in one list at a time.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  ~Link() { unlink(); }

  /// Whether it stands in a list.
  bool linked() const noexcept { return next_ != nullptr; }
  /// Leaves the list, if it stands in one.
  void unlink() noexcept {
    if (!next_) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    next_ = nullptr;
  }

 private:
  template <class T>
  friend class List;

  Link* previous_;  // of what stands in a list
  Link* next_ = nullptr;
};

/// A line of things that derive from Link, first come first. It owns none of them; when it dies,
/// those that are still in it are on their own.
template <class T>
class List {
 public:
  List() noexcept { head_.previous_ = head_.next_ = &head_; }
  List(const List&) = delete;
  ~List() {
    while (!empty()) front().unlink();
    head_.previous_ = head_.next_ = nullptr;
  }

  /// Whether nobody stands in it.
  bool empty() const noexcept { return head_.next_ == &head_; }
  /// The first one. Not of an empty list.
  T& front() const noexcept { return static_cast<T&>(*head_.next_); }
  /// The last one. Not of an empty list.
  T& back() const noexcept { return static_cast<T&>(*head_.previous_); }

  /// Puts `item` at the end. It must not stand in a list.
  void push_back(T& item) noexcept { insert(item, head_); }
  /// Puts `item` first. It must not stand in a list.
  void push_front(T& item) noexcept { insert(item, *head_.next_); }
  /// Takes the first one out. Not of an empty list.
  T& pop_front() noexcept {
    Link& first = *head_.next_;
    head_.next_ = first.next_;
    first.next_->previous_ = &head_;
    first.next_ = nullptr;
    return static_cast<T&>(first);
  }
  /// Appends all of `other`, which is empty afterwards.
  void take_all(List& other) noexcept {
    if (other.empty()) return;
    Link& first = *other.head_.next_;
    Link& last = *other.head_.previous_;
    other.head_.previous_ = other.head_.next_ = &other.head_;
    first.previous_ = head_.previous_;
    head_.previous_->next_ = &first;
    last.next_ = &head_;
    head_.previous_ = &last;
  }

  /// Calls `visit` with each, in order. It may unlink the one that it is handed, no other.
  template <class Visit>
  void each(Visit visit) const {
    for (Link* link = head_.next_; link != &head_;) {
      Link* next = link->next_;
      visit(static_cast<T&>(*link));
      link = next;
    }
  }

 private:
  static void insert(T& item, Link& before) noexcept {
    Link& link = item;
    link.next_ = &before;
    link.previous_ = before.previous_;
    before.previous_->next_ = &link;
    before.previous_ = &link;
  }

  mutable Link head_;
};

}  // namespace huddle
