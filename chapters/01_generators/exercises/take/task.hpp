// Exercise: write take(), which hands out the first values of another generator and then ends.
#pragma once

#include <cstddef>

#include "generator.hpp"

using ch01::Generator;

/// Hands out the first `count` values of `source`, or all of them where it has fewer. It asks
/// `source` for no value that it does not hand out, and for none before it is needed.
template <class T>
Generator<T> take(std::size_t count, Generator<T> source) {
  co_return;  // your code
}
