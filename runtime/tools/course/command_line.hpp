#pragma once

#include <string>
#include <vector>

#include "commands.hpp"

/// @file
/// @brief What the reader types after `./course`.

namespace course {

struct CommandLine {
  std::string verb;  ///< empty: the map
  std::string chapter, name;
  int step = no_step;
  int level = 1;  ///< of a hint
  bool mine = false, reference = false, peek = false;
  std::vector<std::string> arguments;  ///< for the program that `run` starts
};

/// Reads it. A wish for help becomes the verb `help`; its `name` is the verb in question, if any.
/// @throws Mistake, in our words: what is wrong and what to type.
CommandLine parse_command_line(std::vector<std::string> words);

/// All of the help, or what it says of one verb.
std::string help_about(const std::string& verb);

}  // namespace course
