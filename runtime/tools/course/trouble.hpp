#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trial.hpp"

/// @file
/// @brief Why a trial did not pass, in words.

namespace course {

struct Trouble {
  bool compiles = true;
  int step = 0;             ///< of the test; 0 when there is none
  std::string test;         ///< its name as a sentence; empty when it does not compile
  std::string what;         ///< one or two sentences
  std::string meaning;      ///< of a compiler error, where ours are better words
  std::string reason;       ///< the test's own sentence
  std::string place;        ///< file:line, as it is shown
  std::string suspicion;    ///< what may be the cause of a compiler error
  std::string source_line;  ///< what stands there, for a compiler error
  std::string printed;      ///< by this test
  std::string warning;      ///< what the compiler found strange in the reader's files
  int hint = 0;
};
/// None where it passed.
std::optional<Trouble> trouble_of(const Trial& trial);
/// Where the compiler stumbles outside the reader's files, a look at those that were included
/// before may tell more. Adds to `trouble` what it finds.
void look_closer(Trouble& trouble, const std::vector<fs::path>& readers_files);

}  // namespace course
