// Wrong: waits for a first callback even where there is nothing to wait for. (hint 1)
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "future.hpp"

using ch03::CallbackQueue;
using ch03::Future;

inline Future<std::vector<int>> gather(CallbackQueue& queue, std::vector<Future<int>> futures) {
  Future<std::vector<int>> all(queue);
  auto results = std::make_shared<std::vector<int>>(futures.size());
  auto missing = std::make_shared<std::size_t>(futures.size());
  for (std::size_t place = 0; place < futures.size(); ++place)
    futures[place].add_done_callback([=](const Future<int>& done) {
      try {
        (*results)[place] = done.result();
      } catch (...) {
        all.settle([]() -> std::vector<int> { throw; });
        return;
      }
      if (--*missing == 0) all.settle([&] { return std::move(*results); });
    });
  return all;
}
