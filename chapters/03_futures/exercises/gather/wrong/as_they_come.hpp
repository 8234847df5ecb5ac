// Wrong: gathers the results in the order in which they come. (hint 1)
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
  auto results = std::make_shared<std::vector<int>>();
  const std::size_t wanted = futures.size();
  if (wanted == 0) all.set_result();
  for (const auto& future : futures)
    future.add_done_callback([=](const Future<int>& done) {
      try {
        results->push_back(done.result());
      } catch (...) {
        all.settle([]() -> std::vector<int> { throw; });
      }
      if (results->size() == wanted) all.settle([&] { return *results; });
    });
  return all;
}
