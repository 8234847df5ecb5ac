// Exercise: write gather(), which waits for many futures and gathers their results in order.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "future.hpp"

using ch03::CallbackQueue;
using ch03::Future;

/// A future of all the results, in the order of `futures`, whichever is done first. When one of
/// them fails or is cancelled, the gathered future ends the same way at once, and what becomes of
/// the others does not matter any more.
inline Future<std::vector<int>> gather(CallbackQueue& queue, std::vector<Future<int>> futures) {
  Future<std::vector<int>> all(queue);
  auto results = std::make_shared<std::vector<int>>(futures.size());
  auto missing = std::make_shared<std::size_t>(futures.size());
  // your code: for each future a callback, which notes its result down and counts
  return all;
}
