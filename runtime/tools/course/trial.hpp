#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "child.hpp"
#include "report.hpp"

/// @file
/// @brief Builds a test program with the reader's files, and runs it with limits.

namespace course {

/// What is built and run.
struct Plan {
  std::string name;               ///< for the notice while it takes its time
  fs::path test;                  ///< the test.cpp
  fs::path exercise;              ///< the exercise's file, where there is one
  int step = 0;                   ///< what STEP is defined as; 0: not at all
  std::vector<fs::path> folders;  ///< of the headers, in the order in which they are searched
};

/// Whose headers.
struct Whose {
  bool reader = true;    ///< the chapter's from my/, where it has them
  bool earlier = false;  ///< those of earlier chapters from my/ too (`--mine`)
};

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, int step, Whose whose);
Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
              const fs::path& file, Whose whose);
/// The folders of headers for a program of the chapter.
std::vector<fs::path> header_folders(const Catalogue& catalogue, const Chapter& chapter,
                                     Whose whose);

/// What came of it.
struct Trial {
  bool compiled = false;
  Ending compiler;
  std::string compiler_says;
  Report report;
  Ending ending;
  std::string printed;
};

/// Tries it, or remembers what came of it when nothing has changed since.
/// @param again whether to try once more what ended by its time limit: the machine may have been
///        busy.
Trial attempt(const Plan& plan, bool again = true);
/// Two at once.
std::pair<Trial, Trial> attempt_both(const Plan& one, const Plan& other, bool again = true);

/// Compiles one of the chapter's programs with the reader's headers.
/// @return the program, or what the compiler says.
struct Program {
  fs::path file;
  std::string compiler_says;
  Ending compiler;
};
Program compile_program(const std::string& name, const fs::path& source,
                        const std::vector<fs::path>& folders, bool optimised);

/// Why a trial did not pass, in words.
struct Trouble {
  bool compiles = true;
  int step = 0;             ///< of the test; 0 when there is none
  std::string test;         ///< its name as a sentence; empty when it does not compile
  std::string what;         ///< one or two sentences
  std::string reason;       ///< the test's own sentence
  std::string place;        ///< file:line, as it is shown
  std::string suspicion;    ///< what may be the cause of a compiler error
  std::string source_line;  ///< what stands there, for a compiler error
  std::string printed;      ///< by this test
  std::string warning;      ///< what the compiler found strange in the reader's files
  int hint = 0;
};
std::optional<Trouble> trouble_of(const Trial& trial);
/// Where the compiler stumbles outside the reader's files, a look at those that were included
/// before may tell more. Adds to `trouble` what it finds.
void look_closer(Trouble& trouble, const std::vector<fs::path>& readers_files);

}  // namespace course
