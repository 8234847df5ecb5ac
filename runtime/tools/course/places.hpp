#pragma once

#include <filesystem>
#include <string>

/// @file
/// @brief Where everything is.

namespace course {

namespace fs = std::filesystem;

/// The project's folder. The environment's `COURSE_ROOT` names another one with chapters of its
/// own: the runner's tests have one.
const fs::path& root();
fs::path chapters_folder();
/// The reader's files: `my/`, or what `COURSE_MY` names.
const fs::path& my_folder();
/// What has been measured before. Deleting it loses nothing but time. The environment's
/// `COURSE_CACHE` names another one, for the tests.
fs::path cache_folder();
/// Where the site is built. `COURSE_SITE` names another one, for the tests.
fs::path site_folder();

/// A path as it is shown: below the project's folder, `my/…` for the reader's files wherever they
/// are, whole otherwise.
std::string shown(const fs::path& path);

}  // namespace course
