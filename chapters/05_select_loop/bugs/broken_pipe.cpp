// Bug: send() without MSG_NOSIGNAL.
// Goes wrong: crash "the client has gone"
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>

#include "event_loop.hpp"

using namespace ch05;

// [bug]
int main() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  EventLoop loop;
  loop.call_soon([&] {
    std::cout << "the client has gone" << std::endl;
    close(ends[1]);
  });
  loop.call_soon([&] {
    if (send(ends[0], "hello", 5, 0) < 0) std::cout << "send() says so" << std::endl;
    loop.stop();
  });
  loop.run_forever();
}
// [bug]
