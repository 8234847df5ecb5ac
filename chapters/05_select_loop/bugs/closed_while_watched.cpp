// Bug: a descriptor that is closed while somebody watches it.
// Goes wrong: prints
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "event_loop.hpp"

using namespace ch05;

// [bug]
struct Line {
  Line() { works = socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0; }
  ~Line() {
    close(ends[0]);  // whoever reads from it is not told
    close(ends[1]);
  }
  int ends[2];
  bool works;
};

int main() {
  EventLoop loop;
  {
    Line ada;
    loop.add_reader(ada.ends[0], [&loop, ear = ada.ends[0]] {
      std::string heard(100, ' ');
      heard.resize(read(ear, heard.data(), heard.size()));
      std::cout << "Ada hears: " << heard << '\n';
      loop.stop();
    });
    std::cout << "Ada hangs up\n";
  }
  Line bo;
  if (write(bo.ends[1], "good morning, Bo", 16) == 16) loop.run_forever();
}
// [bug]
