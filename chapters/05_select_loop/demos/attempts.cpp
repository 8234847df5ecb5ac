// Two things to wait for, an alarm and a message: two attempts that fail.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "second.hpp"

using Clock = std::chrono::steady_clock;

// Somebody else: sends one letter after a while, into the pipe that is returned.
int message_after(Clock::duration while_) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  std::cout << std::flush;  // what is not written yet, the child would have, too
  if (fork() == 0) {
    std::this_thread::sleep_for(while_);
    _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
  }
  close(ends[1]);
  return ends[0];
}

// Says whether `what` comes more than a second later than it should.
void happens(const char* what, Clock::time_point should) {
  const bool late = Clock::now() - should > course::a_second();
  std::cout << what << (late ? ", and it is late\n" : ", in time\n");
}

int main() {
  const auto second = course::a_second();
  char letter;

  std::cout << "first attempt: the message comes after one second, the alarm after three\n";
  {
    // [alarm first]
    const int message = message_after(1 * second);
    const auto begin = Clock::now();
    std::this_thread::sleep_until(begin + 3 * second);
    std::cout << "the alarm rings\n";
    if (read(message, &letter, 1) == 1) happens("the message is read", begin + 1 * second);
    // [alarm first]
    close(message);
    wait(nullptr);
  }

  std::cout << "second attempt: the alarm should ring after one second\n";
  {
    // [message first]
    const int message = message_after(3 * second);
    const auto begin = Clock::now();
    if (read(message, &letter, 1) == 1) std::cout << "the message is read\n";
    std::this_thread::sleep_until(begin + 1 * second);
    happens("the alarm rings", begin + 1 * second);
    // [message first]
    close(message);
    wait(nullptr);
  }
}
