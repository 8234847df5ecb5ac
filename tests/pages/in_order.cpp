// A part of every program of the pages: a line is printed when it is complete, into a pipe, too. So
// what a program prints and what is reported on stderr come in the order in which they happen.
#include <cstdio>

static const int by_lines = std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
