// Wrong: waits for one after the other, so a failure has to wait for its turn. (hint 2)
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
  Future<std::vector<int>> gathered = all;
  all.set_result();
  for (const auto& future : futures)
    gathered = gathered.then([future](std::vector<int> results) {
      return future.then([results](int result) mutable {
        results.push_back(result);
        return results;
      });
    });
  return gathered;
}
