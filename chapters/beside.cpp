// Records a bug of a museum, or its cure, on virtual time: for the two players side by side.
// PROGRAM is its source, and START the coroutine that its main() runs.
#include <stdexcept>

#define main main_of_its_own
#include PROGRAM
#undef main

#include "recording.hpp"
#include "virtual_time.hpp"

int main(int argc, char** argv) {
  ch05::VirtualTime<EventLoop> loop;
  course::Recording recording(argc, argv, [&] { return loop.time().time_since_epoch(); });
  try {
    run(START(), loop);
  } catch (const std::logic_error&) {
    // Where the bug hangs, the loop finds that nothing can ever become ready.
  }
}
