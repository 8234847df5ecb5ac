// The loop by itself, then coroutines that tell it how to wake them.
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "arrangement.hpp"
#include "recording.hpp"
#include "second.hpp"
#include "virtual_time.hpp"

using namespace ch05;

// [hello]
void hello_world(EventLoop& loop) {
  std::cout << "Hello World\n";
  loop.stop();
}
// [hello]

// [future]
Arranged<void> parent(EventLoop& loop, Future<std::string> fish) {
  std::cout << "The parent dives.\n";
  co_await sleep(loop, course::a_second());
  std::cout << "The parent is back.\n";
  fish.set_result("a herring");
}

Arranged<void> chick(EventLoop& loop, Future<std::string> fish) {
  std::cout << "The chick waits.\n";
  std::string dinner = co_await result_of(fish);
  std::cout << "The chick eats " << dinner << ".\n";
  loop.stop();
}
// [future]

// [descriptor]
Arranged<void> listens(EventLoop& loop, int ear) {
  std::cout << "The chick listens.\n";
  co_await readable(loop, ear);
  std::string heard(100, ' ');
  heard.resize(static_cast<std::size_t>(read(ear, heard.data(), heard.size())));
  std::cout << "The chick hears: " << heard << '\n';
  loop.stop();
}

Arranged<void> calls(EventLoop& loop, int mouth) {
  co_await sleep(loop, course::a_second());
  const std::string words = "Where are you?";
  if (write(mouth, words.data(), words.size()) < 0) std::cout << "The parent has no voice.\n";
}
// [descriptor]

// [sleep]
Arranged<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Arranged<void> sleeping(EventLoop& loop) {
  for (int worker = 0; worker < 3; ++worker) start(loop, other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await sleep(loop, 3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
  loop.stop();
}
// [sleep]

int main(int argc, char** argv) {
  // [clock]
  EventLoop real;
  VirtualTime<EventLoop> pretended;
  course::Recording recording(argc, argv, [&] { return pretended.time().time_since_epoch(); });
  EventLoop& loop = recording.wanted() ? pretended : real;
  // [clock]

  std::cout << "hello world\n";
  // [hello main]
  loop.call_soon([&] { hello_world(loop); });
  loop.run_forever();
  // [hello main]

  std::cout << "\ntimers\n";
  // [timers]
  const auto second = course::a_second();
  const TimePoint now = loop.time();
  loop.call_at(now + 3 * second, [&] { loop.stop(); });
  loop.call_at(now + 2 * second, [] { std::cout << "two seconds have passed\n"; });
  loop.call_at(now + 1 * second, [] { std::cout << "one second has passed\n"; });
  Handle never = loop.call_later(1 * second, [] { std::cout << "this is never printed\n"; });
  loop.call_soon([] { std::cout << "no time has passed\n"; });
  never.cancel();
  loop.run_forever();
  // [timers]

  std::cout << "\na future\n";
  // [future main]
  Future<std::string> fish(loop);
  start(loop, chick(loop, fish));
  start(loop, parent(loop, fish));
  loop.run_forever();
  // [future main]

  std::cout << "\na descriptor\n";
  // [descriptor main]
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
  start(loop, listens(loop, ends[0]));
  start(loop, calls(loop, ends[1]));
  loop.run_forever();
  // [descriptor main]
  close(ends[0]);
  close(ends[1]);

  std::cout << "\nsleep\n";
  // [sleep main]
  start(loop, sleeping(loop));
  loop.run_forever();
  // [sleep main]
}
