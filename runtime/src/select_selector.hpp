#pragma once

#include <map>

#include "huddle/selector.hpp"

namespace huddle {

/// The selector on POSIX's `select`: it is everywhere, takes descriptors up to 1023, and each wait
/// costs as much as there are descriptors watched.
class SelectSelector final : public Selector {
 public:
  std::string_view name() const noexcept override { return "select"; }
  void watch(int descriptor, std::uint32_t generation, Interest before, Interest interest) override;
  void wait(std::optional<Duration> timeout, std::vector<ReadyEvent>& events) override;

 private:
  struct Watched {
    Interest interest;
    std::uint32_t generation;
  };
  void find_closed(std::vector<ReadyEvent>& events) const;

  std::map<int, Watched> watched_;
};

}  // namespace huddle
