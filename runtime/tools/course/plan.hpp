#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "compilation.hpp"

/// @file
/// @brief What is to be built and run, and with whose headers.

namespace course {

/// What is built and run.
struct Plan {
  std::string name;               ///< for the notice while it takes its time
  fs::path test;                  ///< the test.cpp
  fs::path exercise;              ///< the exercise's file, where there is one
  int step = 0;                   ///< what STEP is defined as; 0: not at all
  Check check = Check::Nothing;   ///< what it shall find out about itself
  std::vector<fs::path> folders;  ///< of the headers, in the order in which they are searched
};

/// Whose headers.
struct Whose {
  bool reader = true;    ///< the chapter's from my/, where it has them
  bool earlier = false;  ///< those of earlier chapters that are finished, too (`--mine`)
};

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, int step, Whose whose);
Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
              const fs::path& file, Whose whose);
/// The folders of headers for a program of the chapter.
std::vector<fs::path> header_folders(const Catalogue& catalogue, const Chapter& chapter,
                                     Whose whose);

}  // namespace course
