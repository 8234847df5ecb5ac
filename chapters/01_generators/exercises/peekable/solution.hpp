#pragma once

#include <utility>

#include "generator.hpp"

using ch01::Generator;

template <class T>
class Peekable {
 public:
  explicit Peekable(Generator<T> source) : source_(std::move(source)) {}

  T* peek() {
    if (ahead_ == nullptr) ahead_ = source_.next();
    return ahead_;
  }

  T* next() {
    peek();
    return std::exchange(ahead_, nullptr);
  }

 private:
  Generator<T> source_;
  T* ahead_ = nullptr;
};
