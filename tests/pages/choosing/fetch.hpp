#pragma once

#include <stdexcept>
#include <string>

#include "../say.hpp"
#include "huddle/huddle.hpp"

/// @file
/// @brief The job that each program of the page does in its own way.

using namespace huddle;
using namespace std::chrono_literals;

// [fetch]
Coro<std::string> fetch(std::string page) {
  say("fetches the " + page);
  try {
    co_await sleep(page == "weather" ? 1s : page == "news" ? 2s : 5s);
  } catch (const CancelledError&) {
    say("gives up the " + page);
    throw;
  }
  if (page == "news") throw std::runtime_error("the news is not there");
  say("has the " + page);
  co_return page;
}
// [fetch]
