#pragma once

#include <exception>

#include "frames.hpp"

/// @file
/// @brief Where an error that nobody caught was thrown.

namespace learner {

/// The calls that led to its `throw`; none where it is not known any more.
Frames thrown_from(const std::exception_ptr& error);

}  // namespace learner
