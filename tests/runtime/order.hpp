#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

/// Stands first in a test that is about the order of turns: it has nothing to say when they are
/// shuffled.
#define ABOUT_THE_ORDER_OF_TURNS                                       \
  if (const char* seed = std::getenv("HUDDLE_SHUFFLE"); seed && *seed) \
  GTEST_SKIP() << "turns are shuffled"
