#pragma once

#include "trial.hpp"

namespace course {

/// Prints why something does not pass, in the reader's words. Begins after a sentence such as
/// "Not yet: take." on the same line.
void show_trouble(const Trouble& trouble);

}  // namespace course
