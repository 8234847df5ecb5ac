// The precompiled header of the chapters' tests needs a source file to be built with.
