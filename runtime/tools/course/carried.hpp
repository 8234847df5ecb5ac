#pragma once

#include <vector>

#include "catalogue.hpp"

/// @file
/// @brief Which of the reader's earlier chapters a later one can stand on (`--mine`).

namespace course {

/// Whether the reader has built it to its end: all of its last step stands in their files, or its
/// tests pass. What was finished and then broken is still theirs: its fault is to be told.
bool is_finished(const Catalogue& catalogue, const Chapter& chapter);
/// The earlier chapters that the reader has begun and not finished: ours take their place.
std::vector<const Chapter*> unfinished_before(const Catalogue& catalogue, const Chapter& chapter);
/// Says on standard error, in one line, which those are; nothing where there are none.
void say_unfinished_before(const Catalogue& catalogue, const Chapter& chapter);

}  // namespace course
