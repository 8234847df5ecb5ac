#pragma once

#include <chrono>
#include <exception>
#include <sstream>
#include <stdexcept>
#include <string>

#include "huddle/huddle.hpp"

/// @file
/// @brief What the oracle's C++ programs stand on: virtual time, and say(). stage.py is its twin.

using namespace huddle;
using namespace std::chrono_literals;

struct Boom : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Crash : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Prints a line, with the time before it.
void say_line(const std::string& line);
template <class... Parts>
void say(const Parts&... parts) {
  std::ostringstream line;
  line << std::boolalpha;
  (line << ... << parts);
  say_line(line.str());
}

/// What both sides call an error. Wrong use of the library has many names; here it has one.
std::string name_of(const std::exception_ptr& error);
/// The name of the one that is being caught.
inline std::string caught() {
  return name_of(std::current_exception());
}

/// Makes a scenario known by its name.
class Known {
 public:
  Known(const char* name, Coro<void> (*scenario)());
};
#define SCENARIO(name)                      \
  Coro<void> name();                        \
  const Known name##_is_known(#name, name); \
  Coro<void> name()
