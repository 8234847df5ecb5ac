// What every test program of a reader starts from, precompiled.
#include <gtest/gtest.h>
