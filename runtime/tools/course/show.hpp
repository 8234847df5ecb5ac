#pragma once

#include <string>

#include "trouble.hpp"

namespace course {

/// Prints why something does not pass: `subject` ("Step 3") does not compile, or fails a test.
void show_trouble(const std::string& subject, const Trouble& trouble);

}  // namespace course
