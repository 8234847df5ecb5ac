// Wrong: reads one value ahead, before anybody asks. (hint 3)
#pragma once

#include <utility>

#include "generator.hpp"

using ch01::Generator;

template <class T>
class Peekable {
 public:
  explicit Peekable(Generator<T> source) : source_(std::move(source)), ahead_(source_.next()) {}
  T* peek() { return ahead_; }
  T* next() {
    if (ahead_ == nullptr) return nullptr;
    value_ = std::move(*ahead_);
    ahead_ = source_.next();
    return &value_;
  }

 private:
  Generator<T> source_;
  T* ahead_;
  T value_{};
};
