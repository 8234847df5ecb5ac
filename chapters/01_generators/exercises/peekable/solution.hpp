#pragma once

#include <utility>

#include "generator.hpp"

using ch01::Generator;

template <class T>
class Peekable {
 public:
  explicit Peekable(Generator<T> source) : source_(std::move(source)) {}

  T* peek() {
    if (!peeked_) {
      ahead_ = source_.next();
      peeked_ = true;
    }
    return ahead_;
  }

  T* next() {
    T* value = peek();
    peeked_ = false;
    return value;
  }

 private:
  Generator<T> source_;
  T* ahead_ = nullptr;
  bool peeked_ = false;
};
