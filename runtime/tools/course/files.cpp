#include "files.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

#include "mistake.hpp"
#include "places.hpp"

namespace course {

std::string read_file(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::ostringstream content;
  if (input) content << input.rdbuf();
  if (!input || fs::is_directory(file))
    throw Mistake("Cannot read " + shown(file) + ". Is it there, and may you read it?", 1);
  return content.str();
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw Mistake("Cannot make the folder " + shown(folder) + ": " + error.message() +
                      ". Make the folder above it writable.",
                  1);
}

void write_file(const fs::path& file, const std::string& content) {
  make_folder(file.parent_path());
  // Another name first: a full disk or a Ctrl-C leaves the old file as it was.
  const fs::path half = file.string() + ".half-" + std::to_string(::getpid());
  std::error_code error;
  {
    std::ofstream output(half, std::ios::binary);
    output << content;
    output.close();
    if (!output) {
      fs::remove(half, error);
      throw Mistake("Cannot write " + shown(file) + ". Make the folder " +
                        shown(file.parent_path()) + " writable, or see if the disk is full.",
                    1);
    }
  }
  fs::rename(half, file, error);
  if (error) {
    const std::string why = error.message();
    fs::remove(half, error);
    throw Mistake("Cannot write " + shown(file) + ": " + why + ".", 1);
  }
}

fs::path keep_backup(const fs::path& what) {
  for (int number = 1;; ++number) {
    fs::path backup = what.string() + ".backup-" + std::to_string(number);
    if (fs::exists(fs::symlink_status(backup))) continue;
    std::error_code error;
    fs::copy(what, backup, fs::copy_options::recursive, error);
    if (error)
      throw Mistake("Cannot keep a backup of " + shown(what) + ": " + error.message() +
                        ". Nothing was changed. Make the folder " + shown(what.parent_path()) +
                        " writable.",
                    1);
    return backup;
  }
}

}  // namespace course
