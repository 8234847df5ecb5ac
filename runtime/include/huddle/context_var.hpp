#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "huddle/ref.hpp"

/// @file
/// @brief Variables that belong to a task: what it sets, its children see, and nobody else.
///
/// A Context is an immutable table, shared until somebody sets a variable and thereby gets a table
/// of their own. So a new task's copy costs one reference count. asyncio: contextvars.

namespace huddle {

/// The values of all context variables, as one task or callback sees them. Copies are independent.
class Context {
 public:
  /// The context of whatever runs on this thread.
  static Context& current() noexcept { return current_ ? *current_ : outermost(); }

  /// Makes a context the current one for as long as it lives.
  class Enter {
   public:
    /// Enters `context`, which must outlive this. Leaving is the destructor's.
    explicit Enter(Context& context) noexcept : before_(std::exchange(current_, &context)) {}
    Enter(const Enter&) = delete;
    ~Enter() { current_ = before_; }

   private:
    Context* before_;
  };

  /// A copy that shares no table with this one, and so may go to another thread.
  Context separate() const;

  /// Runs `body` in this context: what it sets stays here.
  template <class Body>
  decltype(auto) run(Body&& body) {
    Enter enter(*this);
    return std::forward<Body>(body)();
  }

 private:
  template <class T>
  friend class ContextVar;

  using Value = std::shared_ptr<void>;
  struct Table {
    std::uint32_t refs = 0;
    std::vector<std::pair<const void*, Value>> values;  // by variable
    void release() noexcept;
  };

  const Value* find(const void* variable) const noexcept;
  void set(const void* variable, Value value);

  static Context& outermost() noexcept;  // of what runs outside of any loop

  static constinit thread_local Context* current_;

  Ref<Table> table_;
};

/// A variable with a value in each context. Make it a global: it must outlive every context.
///
///     ContextVar<std::string> user("nobody");
///     user.set("ada");             // for this task and those it makes from here on
///     std::cout << user.get();
template <class T>
class ContextVar {
 public:
  /// Without a fallback.
  ContextVar() = default;
  /// Where nothing was set, it has the value `fallback`.
  explicit ContextVar(T fallback) : fallback_(std::move(fallback)) {}
  ContextVar(const ContextVar&) = delete;

  /// The value in the current context, until it is set there again.
  /// @throws std::bad_optional_access when nothing was set and there is no fallback.
  const T& get() const {
    const Context::Value* value = Context::current().find(this);
    return value && *value ? *static_cast<const T*>(value->get()) : fallback_.value();
  }

  /// What set() changed, for reset().
  class Token {
    friend class ContextVar;
    Context::Value before_;
  };
  /// Sets it in the current context.
  Token set(T value) {
    Context& context = Context::current();
    Token token;
    if (const Context::Value* before = context.find(this)) token.before_ = *before;
    context.set(this, std::make_shared<T>(std::move(value)));
    return token;
  }
  /// Brings back the value from before the set() that gave `token`.
  void reset(Token token) { Context::current().set(this, std::move(token.before_)); }

 private:
  std::optional<T> fallback_;
};

}  // namespace huddle
