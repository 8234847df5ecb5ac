#pragma once

#include <exception>
#include <functional>
#include <iostream>
#include <string>

/// @file
/// @brief Where a problem goes that nobody is there to catch.

namespace ch03 {

/// Takes the description of such a problem. It prints on stderr; replace it to send it elsewhere.
inline std::function<void(const std::string& problem)> report = [](const std::string& problem) {
  std::cerr << problem << '\n';
};

/// What an error says of itself.
inline std::string describe(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "an error that is not a std::exception";
  }
}

}  // namespace ch03
