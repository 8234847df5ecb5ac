#pragma once

#include <utility>

/// @file
/// @brief A shared pointer for one thread: the count sits in the object, and is not atomic.

namespace huddle {

/// Keeps a `T` alive. `T` has a member `refs`, an integer that begins at 0, and a member function
/// `release()` that is called when the last Ref has gone.
template <class T>
class Ref {
 public:
  /// Keeps nothing.
  Ref() noexcept = default;
  /// Keeps `object`, which may be null, beside those who keep it already.
  explicit Ref(T* object) noexcept : object_(object) {
    if (object_) ++object_->refs;
  }
  Ref(const Ref& other) noexcept : Ref(other.object_) {}
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_ && --object_->refs == 0) object_->release();
  }

  /// Whether it keeps something.
  explicit operator bool() const noexcept { return object_ != nullptr; }
  /// What it keeps; null for nothing.
  T* get() const noexcept { return object_; }
  /// The same. Not where it keeps nothing.
  T& operator*() const noexcept { return *object_; }
  /// The same. Not where it keeps nothing.
  T* operator->() const noexcept { return object_; }
  bool operator==(const Ref&) const noexcept = default;

 private:
  T* object_ = nullptr;
};

}  // namespace huddle
