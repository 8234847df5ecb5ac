// Cured: one coroutine reads, and hands on what it has read.
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>

#include "arrangement.hpp"
#include "virtual_time.hpp"

using namespace ch05;
using namespace std::chrono_literals;

Arranged<void> listens(const char* name, Future<char> letter) {
  char heard = co_await result_of(letter);
  std::cout << name << " hears " << heard << std::endl;
}

Arranged<void> reads(EventLoop& loop, int ear, Future<char> first, Future<char> second) {
  for (const Future<char>& next : {first, second}) {
    co_await readable(loop, ear);
    char letter;
    if (read(ear, &letter, 1) == 1) next.set_result(letter);
  }
  co_await sleep(loop, 1ms);  // until both have heard
  loop.stop();
}

int main() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  VirtualTime<EventLoop> loop;
  Future<char> for_ada(loop), for_bo(loop);
  start(loop, listens("Ada", for_ada));
  start(loop, listens("Bo", for_bo));
  start(loop, reads(loop, ends[0], for_ada, for_bo));
  if (write(ends[1], "xy", 2) == 2) loop.run_forever();
}
