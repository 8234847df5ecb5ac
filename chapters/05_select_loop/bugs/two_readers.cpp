// Bug: two coroutines that wait for one descriptor.
// Goes wrong: crash "nothing can ever become ready"
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>

#include "arrangement.hpp"
#include "virtual_time.hpp"

using namespace ch05;

// [bug]
Arranged<void> listens(EventLoop& loop, const char* name, int ear) {
  co_await readable(loop, ear);
  char letter;
  if (read(ear, &letter, 1) == 1) std::cout << name << " hears " << letter << std::endl;
}

int main() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  VirtualTime<EventLoop> loop;
  start(loop, listens(loop, "Ada", ends[0]));
  start(loop, listens(loop, "Bo", ends[0]));
  if (write(ends[1], "xy", 2) == 2) loop.run_forever();
}
// [bug]
