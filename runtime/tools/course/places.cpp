#include "places.hpp"

#include <cstdlib>

#include "build_settings.hpp"

namespace course {

namespace {

fs::path from_environment(const char* name, const fs::path& otherwise) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return otherwise;
  return fs::absolute(value).lexically_normal();
}

// Whether `path` is `folder` or below; then `rest` is the way from one to the other.
bool is_below(const fs::path& path, const fs::path& folder, fs::path& rest) {
  rest = path.lexically_relative(folder);
  return !rest.empty() && *rest.begin() != "..";
}

}  // namespace

const fs::path& root() {
  static const fs::path folder = from_environment("COURSE_ROOT", built_from);
  return folder;
}

fs::path chapters_folder() {
  return root() / "chapters";
}

const fs::path& my_folder() {
  static const fs::path folder = from_environment("COURSE_MY", root() / "my");
  return folder;
}

fs::path cache_folder() {
  static const fs::path folder =
      from_environment("COURSE_CACHE", fs::path(built_in) / "course-cache");
  return folder;
}

fs::path site_folder() {
  static const fs::path folder = from_environment("COURSE_SITE", fs::path(built_in) / "site");
  return folder;
}

std::string shown(const fs::path& path) {
  fs::path rest;
  if (is_below(path, my_folder(), rest)) return rest == "." ? "my" : ("my" / rest).string();
  if (is_below(path, root(), rest)) return rest.string();
  return path.string();
}

}  // namespace course
