#pragma once

#include <sys/epoll.h>

#include <vector>

#include "huddle/selector.hpp"

namespace huddle {

/// The selector on Linux's `epoll`: what a wait costs does not depend on how many are watched.
class EpollSelector final : public Selector {
 public:
  EpollSelector();
  ~EpollSelector() override;
  std::string_view name() const noexcept override { return "epoll"; }
  void watch(int descriptor, std::uint32_t generation, Interest before, Interest interest) override;
  void wait(std::optional<Duration> timeout, std::vector<ReadyEvent>& events) override;

 private:
  int epoll_;
  std::vector<epoll_event> found_;
};

}  // namespace huddle
