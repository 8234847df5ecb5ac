#include "huddle/selector.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "epoll_selector.hpp"
#include "select_selector.hpp"

namespace huddle {

std::unique_ptr<Selector> Selector::make(std::string_view name) {
  if (name.empty()) {
    const char* wanted = std::getenv("HUDDLE_BACKEND");
    name = wanted && *wanted ? wanted : "epoll";
  }
  if (name == "epoll") return std::make_unique<EpollSelector>();
  if (name == "select") return std::make_unique<SelectSelector>();
  throw std::invalid_argument("there is no backend \"" + std::string(name) +
                              "\": there are epoll and select");
}

}  // namespace huddle
