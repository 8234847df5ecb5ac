#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// @file
/// @brief Several errors at once: what a group of tasks throws.

namespace huddle {

/// Some errors, of things that failed beside each other. what() reads like a report; groups may
/// hold groups.
///
///     try {
///       co_await with(TaskGroup(), body);
///     } catch (const ExceptionGroup& group) {
///       auto [lost, others] = group.split<ConnectionLost>();
///       if (others) throw *others;
///     }
class ExceptionGroup : public std::exception {
 public:
  /// @param errors at least one.
  ExceptionGroup(std::string message, std::vector<std::exception_ptr> errors);

  /// What it is about, how many errors there are, then each of them, numbered.
  const char* what() const noexcept override { return text_.c_str(); }
  /// What it is about.
  const std::string& message() const noexcept { return message_; }
  /// The errors themselves, in the order in which they came.
  const std::vector<std::exception_ptr>& errors() const noexcept { return errors_; }

  /// The errors that are an `Error`, in this group and the groups in it, in a group of the same
  /// shape; nothing when there are none.
  template <class Error>
  std::optional<ExceptionGroup> match() const {
    return split<Error>().first;
  }
  /// The errors that are an `Error`, and the others.
  template <class Error>
  std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> split() const {
    return split_by([](const std::exception_ptr& error) {
      try {
        std::rethrow_exception(error);
      } catch (const Error&) {
        return true;
      } catch (...) {
        return false;
      }
    });
  }

 private:
  std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> split_by(
      bool (*matches)(const std::exception_ptr&)) const;

  std::string message_;
  std::vector<std::exception_ptr> errors_;
  std::string text_;
};

}  // namespace huddle
