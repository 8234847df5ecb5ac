#pragma once

#include <string>
#include <vector>

#include "catalogue.hpp"

/// @file
/// @brief The verbs of `./course`. Each returns the exit status: 0 when all is well, 1 when
/// something does not pass. Each throws a `Mistake` when what is asked for does not exist.

namespace course {

/// All chapters, what the reader has built and solved, and the next step.
int show_map(const Catalogue& catalogue);

/// A program of a chapter: its demo, or the further one or the bug that is named.
/// @param arguments for the program.
int run_program(const Catalogue& catalogue, const std::string& chapter, const std::string& name,
                bool mine, const std::vector<std::string>& arguments);

/// Everything that can be tested.
int test_everything();
/// No step was asked for.
inline constexpr int no_step = -1;
struct TestRequest {
  std::string chapter;
  int step = no_step;  ///< steps 1 to this one must pass
  bool reference = false;
  bool mine = false;
};
int test_chapter(const Catalogue& catalogue, const TestRequest& request);

int start_chapter(const Catalogue& catalogue, const std::string& chapter);
int catch_up(const Catalogue& catalogue, const std::string& chapter, int step);

int try_exercise(const Catalogue& catalogue, const std::string& chapter,
                 const std::string& exercise, bool mine);
/// @param chapter empty for the exercise that the reader is at.
int show_hint(const Catalogue& catalogue, const std::string& chapter, const std::string& exercise,
              int level);
int show_solution(const Catalogue& catalogue, const std::string& chapter,
                  const std::string& exercise, bool peek);
int reset_exercise(const Catalogue& catalogue, const std::string& chapter,
                   const std::string& exercise);

/// Records the chapter's demo as the reader's headers make it run, for the site's page "Your own
/// run".
int play_own_run(const Catalogue& catalogue, const std::string& chapter);

/// Builds the site and says where it is.
int build_site();
/// Builds the site.
/// @throws Mistake when it cannot be built.
void make_site();

/// Builds a target of the project, with its progress on standard error; empty: everything.
/// @throws Mistake, after what the compiler says, when it does not build.
void build_target(const std::string& target);

}  // namespace course
