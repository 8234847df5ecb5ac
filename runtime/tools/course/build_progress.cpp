#include "build_progress.hpp"

#include <regex>

namespace course {

std::optional<BuildStep> build_step(const std::string& line) {
  static const std::regex form(R"(\[(\d+)/(\d+)\] (?!Re-checking).*)");
  std::smatch found;
  if (!std::regex_match(line, found, form)) return std::nullopt;
  return BuildStep{std::stoi(found[1]), std::stoi(found[2])};
}

std::string PlainProgress::line(BuildStep step) {
  constexpr int takes_long = 8;
  if (step.done <= 0 || step.all <= 0) return "";
  const int quarter = step.all < takes_long ? 0 : 4 * step.done / step.all;
  if (quarter <= quarter_) return "";
  quarter_ = quarter;
  return "Building: " + std::to_string(step.done) + " of " + std::to_string(step.all) + '\n';
}

}  // namespace course
