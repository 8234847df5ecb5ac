#pragma once

#include <stdexcept>
#include <string>

namespace course {

/// Something the reader asked for cannot be done. Its text is whole sentences: what is wrong, and
/// what to do. The runner prints it and exits with `status`.
class Mistake : public std::runtime_error {
 public:
  explicit Mistake(const std::string& sentences, int status = 2)
      : std::runtime_error(sentences), status_(status) {}
  int status() const noexcept { return status_; }

 private:
  int status_;
};

}  // namespace course
