#pragma once

#include <filesystem>
#include <string>

/// @file
/// @brief Files of the reader are never lost: what would overwrite one makes a backup first. Every
/// function throws a `Mistake` that names the file and what to do.

namespace course {

namespace fs = std::filesystem;

/// All of a file.
std::string read_file(const fs::path& file);
/// Writes a file whole or not at all, and makes its folder.
void write_file(const fs::path& file, const std::string& content);
void make_folder(const fs::path& folder);
/// Moves or copies `what` to the first of `what.backup-1`, `what.backup-2`, … that is free.
/// @return where it stands now.
fs::path keep_backup(const fs::path& what);

}  // namespace course
