#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lesson.hpp"

/// @file
/// @brief The chapters, as they are found on disk.

namespace course {

namespace fs = std::filesystem;

struct Exercise {
  std::string name;
  std::string task;  ///< one sentence
  fs::path place;    ///< its folder
  fs::path mine;     ///< the reader's file
};

struct Chapter {
  int number = 0;
  std::string folder;  ///< `01_generators`
  fs::path place;      ///< `chapters/01_generators`
  fs::path mine;       ///< `my/01_generators`
  Lesson lesson;       ///< its title is set even where there is no lesson yet
  int steps = 0;       ///< how many there are to build
  std::vector<std::string> headers;
  std::vector<std::string> demos;  ///< further programs: demos/NAME.cpp
  std::vector<std::string> bugs;
  std::vector<Exercise> exercises;

  /// `ch01`: its namespace, and how its targets begin.
  std::string target() const;
  fs::path readme() const { return place / "README.md"; }
  /// Those of its headers that the reader has.
  std::vector<std::string> my_headers() const;
  /// @throws Mistake that names those that there are.
  const Exercise& exercise(const std::string& name) const;
};

class Catalogue {
 public:
  /// Looks into `chapters/`.
  Catalogue();
  const std::vector<Chapter>& chapters() const { return chapters_; }
  /// The chapter that the reader means by `1`, `01`, `generators` or `01_generators`.
  /// @throws Mistake that names those that there are.
  const Chapter& chapter(const std::string& name) const;

 private:
  std::vector<Chapter> chapters_;
};

/// What stands after `@brief` in a header, up to the end of its sentence or paragraph.
std::string brief_of(const fs::path& header);

}  // namespace course
