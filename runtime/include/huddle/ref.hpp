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
  Ref() noexcept = default;
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

  explicit operator bool() const noexcept { return object_ != nullptr; }
  T* get() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  T* operator->() const noexcept { return object_; }
  bool operator==(const Ref&) const noexcept = default;

 private:
  T* object_ = nullptr;
};

}  // namespace huddle
