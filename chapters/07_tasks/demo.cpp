// Tasks: made, awaited, forgotten, cancelled and gathered.
#include <iostream>
#include <string>

#include "gather.hpp"
#include "recording.hpp"
#include "second.hpp"
#include "virtual_time.hpp"
#include "waiting.hpp"

using namespace ch07;

// [penguin]
Coro<void> loudmouth_penguin(int magic_number) {
  std::cout << "I am a super special talking penguin. Far cooler than that printer. "
            << "By the way, my lucky number is: " << magic_number << ".\n";
  co_return;
}

Coro<void> hello() {
  std::cout << "Hello! Nobody keeps me.\n";
  co_return;
}

Coro<void> penguins() {
  Task<void> penguin = create_task(loudmouth_penguin(3));
  create_task(hello());
  std::cout << "Two tasks are made, and nobody has said a word.\n";
  co_await penguin;
}
// [penguin]

// [tree]
Coro<int> dig_the_hole() {
  std::cout << "Digging.\n";
  co_await sleep(course::a_second());
  co_return 3;
}

Coro<void> plant_a_tree() {
  Task<int> digging = create_task(dig_the_hole());
  std::cout << "While somebody digs, fetch the tree.\n";
  int depth = co_await digging;
  std::cout << "The hole is " << depth << " feet deep. In it goes.\n";
}
// [tree]

// [order]
Coro<void> coro_a() {
  std::cout << "I am coro_a(). Hi!\n";
  co_return;
}

Coro<void> coro_b() {
  std::cout << "I am coro_b(). I sure hope no one hogs the event loop...\n";
  co_return;
}

Coro<void> coroutines() {
  Task<void> task_b = create_task(coro_b());
  for (int times = 0; times < 3; ++times) co_await coro_a();
  co_await task_b;
}

Coro<void> tasks() {
  Task<void> task_b = create_task(coro_b());
  for (int times = 0; times < 3; ++times) co_await create_task(coro_a());
  co_await task_b;
}
// [order]

// [sleep]
Coro<void> other_work() {
  std::cout << "I like work. Work work.\n";
  co_return;
}

Coro<void> sleeping() {
  for (int worker = 0; worker < 3; ++worker) create_task(other_work());
  std::cout << "Beginning asynchronous sleep.\n";
  co_await sleep(3 * course::a_second());
  std::cout << "Done asynchronous sleep.\n";
}
// [sleep]

// [cancel]
Coro<void> hibernates() {
  try {
    co_await sleep(1000 * course::a_second());
  } catch (const CancelledError& error) {
    std::cout << "Woken up: " << error.message << '\n';
    throw;
  }
}

Coro<void> spring() {
  Task<void> bear = create_task(hibernates());
  co_await sleep(course::a_second());
  bear.cancel("it is spring");
  try {
    co_await bear;
  } catch (const CancelledError&) {
    std::cout << "The bear is up.\n";
  }
}
// [cancel]

// [requests]
Coro<std::string> request(int number) {
  const std::string name = "Task " + std::to_string(number);
  std::cout << name << ": request sent\n";
  co_await sleep(course::a_second());
  std::cout << name << ": response arrived\n";
  co_return "page " + std::to_string(number);
}

Coro<void> requests() {
  auto pages = co_await gather(request(1), request(2), request(3));
  for (const std::string& page : pages) std::cout << page << '\n';
}
// [requests]

// [main]
Coro<void> all_of_it() {
  std::cout << "penguins\n";
  co_await penguins();
  std::cout << "\nplant a tree\n";
  co_await plant_a_tree();
  std::cout << "\nawaiting coroutines\n";
  co_await coroutines();
  std::cout << "\nawaiting tasks\n";
  co_await tasks();
  std::cout << "\nasync sleep\n";
  co_await sleeping();
  std::cout << "\ncancel\n";
  co_await spring();
  std::cout << "\nthree requests\n";
  co_await requests();
}
// [main]

int main(int argc, char** argv) {
  // [run]
  EventLoop real;
  ch05::VirtualTime<EventLoop> pretended;
  course::Recording recording(argc, argv, [&] { return pretended.time().time_since_epoch(); });
  run(all_of_it(), recording.wanted() ? pretended : real);
  std::cout << "\ncoroutine main() is done!\n";
  // [run]
}
