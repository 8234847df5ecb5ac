// Wrong: its callbacks capture the futures they wait for. (hint 3)
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
  auto missing = std::make_shared<std::size_t>(futures.size());
  if (futures.empty()) all.set_result();
  for (const auto& future : futures)
    future.add_done_callback([all, missing, futures](const Future<int>& done) {
      try {
        done.result();
        if (--*missing > 0 || all.done()) return;
        std::vector<int> results;
        for (const auto& each : futures) results.push_back(each.result());
        all.set_result(results);
      } catch (...) {
        all.settle([]() -> std::vector<int> { throw; });
      }
    });
  return all;
}
