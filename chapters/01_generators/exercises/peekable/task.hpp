// Exercise: build Peekable, a generator that shows its next value without giving it away.
#pragma once

#include <utility>

#include "generator.hpp"

using ch01::Generator;

/// Wraps a generator whose next value can be looked at before it is taken. Parsers live on this:
/// look at the next word, and decide who gets it.
template <class T>
class Peekable {
 public:
  /// Takes the generator over. Runs nothing yet.
  explicit Peekable(Generator<T> source) : source_(std::move(source)) {}

  /// The value that the next call of next() will return, however often you look. Null at the end.
  T* peek() {
    return nullptr;  // your code
  }

  /// Takes the next value: the one that peek() showed, where it did. Null at the end.
  T* next() {
    return nullptr;  // your code
  }

 private:
  Generator<T> source_;
};
