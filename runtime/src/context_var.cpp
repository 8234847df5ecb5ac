#include "huddle/context_var.hpp"

#include <algorithm>

namespace huddle {

constinit thread_local Context* Context::current_ = nullptr;

Context& Context::outermost() noexcept {
  static thread_local Context context;
  return context;
}

void Context::Table::release() noexcept {
  delete this;
}

const Context::Value* Context::find(const void* variable) const noexcept {
  if (!table_) return nullptr;
  for (const auto& [known, value] : table_->values)
    if (known == variable) return &value;
  return nullptr;
}

Context Context::separate() const {
  Context copy;
  if (table_) {
    copy.table_ = Ref<Table>(new Table);
    copy.table_->values = table_->values;
  }
  return copy;
}

void Context::set(const void* variable, Value value) {
  // A table that others look at, too, is not changed: they keep what they see.
  if (!table_ || table_->refs > 1) {
    auto* own = new Table;
    if (table_) own->values = table_->values;
    table_ = Ref<Table>(own);
  }
  auto& values = table_->values;
  const auto place = std::find_if(values.begin(), values.end(),
                                  [&](const auto& known) { return known.first == variable; });
  if (place == values.end())
    values.emplace_back(variable, std::move(value));
  else
    place->second = std::move(value);
}

}  // namespace huddle
