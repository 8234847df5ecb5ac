#include "huddle/exception_group.hpp"

#include <sstream>

#include "huddle/errors.hpp"

namespace huddle {

namespace {

std::string indented(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    result += letter;
    if (letter == '\n') result += "     ";
  }
  return result;
}

// The group that `error` is; null when it is none.
const ExceptionGroup* as_group(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const ExceptionGroup& group) {
    return &group;  // the exception_ptr keeps it
  } catch (...) {
    return nullptr;
  }
}

}  // namespace

ExceptionGroup::ExceptionGroup(std::string message, std::vector<std::exception_ptr> errors)
    : message_(std::move(message)), errors_(std::move(errors)) {
  std::ostringstream text;
  text << message_ << " (" << errors_.size() << (errors_.size() == 1 ? " error)" : " errors)");
  for (std::size_t i = 0; i < errors_.size(); ++i)
    text << "\n  " << i + 1 << ". " << indented(describe(errors_[i]));
  text_ = text.str();
}

std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> ExceptionGroup::split_by(
    bool (*matches)(const std::exception_ptr&)) const {
  std::vector<std::exception_ptr> matching, others;
  for (const std::exception_ptr& error : errors_) {
    const ExceptionGroup* group = as_group(error);
    if (!group) {
      (matches(error) ? matching : others).push_back(error);
      continue;
    }
    const auto [inside, outside] = group->split_by(matches);
    if (inside) matching.push_back(std::make_exception_ptr(*inside));
    if (outside) others.push_back(std::make_exception_ptr(*outside));
  }
  const auto group_of = [this](std::vector<std::exception_ptr> errors) {
    return errors.empty() ? std::nullopt
                          : std::optional(ExceptionGroup(message_, std::move(errors)));
  };
  return {group_of(std::move(matching)), group_of(std::move(others))};
}

}  // namespace huddle
