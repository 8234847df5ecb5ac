#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "huddle/context_var.hpp"
#include "huddle/frame_pool.hpp"
#include "huddle/function.hpp"
#include "huddle/node.hpp"
#include "huddle/ref.hpp"
#include "huddle/where.hpp"

/// @file
/// @brief A call that a loop is going to make.

namespace huddle {

class Loop;

/// A callback in a loop: in the ready queue, among the timers, or with a descriptor. The loop keeps
/// it until it was called, or called off; one at a descriptor, until it is called off.
class Scheduled final : public Node {
 public:
  Scheduled(Loop& loop, Function<void()>&& callback, Where where)
      : loop_(loop), callback_(std::move(callback)), where_(where) {}

  /// The loop keeps it from here on.
  void keep() noexcept {
    kept_ = true;
    ++refs;
  }
  /// It belongs to `descriptor`, and is called again and again.
  void repeat_at(int descriptor, bool for_writing) noexcept {
    descriptor_ = descriptor;
    for_writing_ = for_writing;
  }
  void fire() noexcept override;
  void turn() override;
  void drop() noexcept override { cancel(); }
  /// Calls it off.
  void cancel() noexcept;
  bool cancelled() const noexcept { return cancelled_; }
  const Where& where() const noexcept { return where_; }

  void release() noexcept;
  static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept {
    frame_pool::release(memory, size);
  }

  std::uint32_t refs = 0;

 private:
  ~Scheduled() = default;
  bool repeats() const noexcept { return descriptor_ >= 0; }
  void let_go() noexcept;

  Loop& loop_;
  Function<void()> callback_;
  Context context_ = Context::current();
  Where where_;
  int descriptor_ = -1;
  bool for_writing_ = false;
  bool kept_ = false;
  bool cancelled_ = false;
  bool running_ = false;
};

/// A hold on such a call. Dropping the handle does not call it off.
class Handle {
 public:
  Handle() = default;
  explicit Handle(Ref<Scheduled> scheduled) noexcept : scheduled_(std::move(scheduled)) {}

  /// Calls it off; what it captured is destroyed now. Harmless when it was called before.
  void cancel() const noexcept {
    if (scheduled_) scheduled_->cancel();
  }
  /// Whether it was called off.
  bool cancelled() const noexcept { return scheduled_ && scheduled_->cancelled(); }
  /// Where it was registered.
  Where where() const noexcept { return scheduled_ ? scheduled_->where() : Where{}; }

 private:
  Ref<Scheduled> scheduled_;
};

}  // namespace huddle
