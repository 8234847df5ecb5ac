// Wrong: every look takes the value away. (hint 1)
#pragma once

#include <utility>

#include "generator.hpp"

using ch01::Generator;

template <class T>
class Peekable {
 public:
  explicit Peekable(Generator<T> source) : source_(std::move(source)) {}
  T* peek() { return source_.next(); }
  T* next() { return source_.next(); }

 private:
  Generator<T> source_;
};
