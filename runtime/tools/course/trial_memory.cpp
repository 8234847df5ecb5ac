#include "trial_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "files.hpp"
#include "places.hpp"

namespace course {

namespace {

// A file's fields, each after its length.
std::string packed(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields)
    text += std::to_string(field.size()) + '\n' + field + '\n';
  return text;
}

std::vector<std::string> unpacked(const std::string& text) {
  std::vector<std::string> fields;
  std::size_t place = 0;
  while (place < text.size()) {
    const auto end = text.find('\n', place);
    if (end == std::string::npos) return {};
    const std::size_t size = std::strtoul(text.c_str() + place, nullptr, 10);
    if (size > text.size() - end - 1) return {};
    fields.push_back(text.substr(end + 1, size));
    place = end + 1 + size + 1;
  }
  return fields;
}

std::string packed(const Ending& ending) {
  return std::to_string(static_cast<int>(ending.kind)) + ' ' + std::to_string(ending.number);
}

Ending unpacked_ending(const std::string& text) {
  const auto blank = text.find(' ');
  if (blank == std::string::npos) return {};
  return {static_cast<Ending::Kind>(std::atoi(text.c_str())), std::atoi(text.c_str() + blank + 1)};
}

}  // namespace

std::optional<Trial> recall(const fs::path& file) {
  std::error_code none;
  if (!fs::exists(file, none)) return std::nullopt;
  const auto fields = unpacked(read_file(file));
  if (fields.size() != 5) return std::nullopt;
  Trial trial;
  trial.compiled.ending = unpacked_ending(fields[0]);
  trial.compiled.says = fields[1];
  trial.report = parse_report(fields[2]);
  trial.ending = unpacked_ending(fields[3]);
  trial.printed = fields[4];
  return trial;
}

void remember(const fs::path& file, const Trial& trial, const std::string& report) {
  write_file(file, packed({packed(trial.compiled.ending), trial.compiled.says, report,
                           packed(trial.ending), trial.printed}));
}

void forget_old_ones() {
  constexpr std::size_t kept = 400;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(cache_folder(), none)) {
    if (entry.path().extension() == ".trial")
      files.emplace_back(entry.last_write_time(none), entry.path());
    else if (entry.path().filename().string().starts_with("work-") &&
             entry.last_write_time(none) < fs::file_time_type::clock::now() - std::chrono::hours(1))
      fs::remove_all(entry.path(), none);  // an interrupted one
  }
  if (files.size() <= kept) return;
  std::sort(files.begin(), files.end());
  for (std::size_t i = 0; i < files.size() - kept; ++i) fs::remove(files[i].second, none);
}
}  // namespace course
