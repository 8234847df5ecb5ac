// Four conversations: one that listens, one that waits for a rock, one that remembers, and one
// that is three bodies deep.
#include <iostream>
#include <optional>
#include <string>

#include "coroutine.hpp"

using ch02::Coroutine;
using ch02::None;
using ch02::StopIteration;

// [listener]
Coroutine<int, std::optional<std::string>, None> listener() {
  std::optional<std::string> received = co_yield 1;
  std::cout << "Received " << received.value_or("None") << '\n';
  received = co_yield 2;
  std::cout << "Received " << received.value_or("None") << '\n';
  co_return None();
}
// [listener]

// [rock]
Coroutine<int, int, int> rock() {
  int value = co_yield 7;
  std::cout << "Rock.__await__ resuming with value: " << value << ".\n";
  co_return value;
}

Coroutine<int, int, int> wait_for_a_rock() {
  std::cout << "Beginning coroutine main().\n";
  std::cout << "Awaiting rock...\n";
  int value = co_await rock();
  std::cout << "Coroutine received value: " << value << " from rock.\n";
  co_return 23;
}
// [rock]

// [average]
Coroutine<double, double, None> running_average() {
  double total = co_yield 0;
  for (int count = 1;; ++count) total += co_yield total / count;
}
// [average]

// [registration]
Coroutine<std::string, std::string, std::string> ask(std::string question) {
  std::string answer = co_yield question;
  while (answer.empty()) answer = co_yield "Please! " + question;
  co_return answer;
}

Coroutine<std::string, std::string, std::string> address() {
  std::string floe = co_await ask("Which ice floe?");
  std::string side = co_await ask("Which side of it?");
  co_return side + " side of " + floe;
}

Coroutine<std::string, std::string, int> registration() {
  std::string name = co_await ask("Your name?");
  std::string place = co_await address();
  std::cout << name << " lives on the " << place << ".\n";
  co_return 1911;
}
// [registration]

int main() {
  // [listener main]
  auto talk = listener();
  int value = talk.next();
  std::cout << "return " << value << '\n';
  value = talk.next();
  std::cout << "return " << value << '\n';
  try {
    talk.send("data");
  } catch (const StopIteration<None>&) {
    std::cout << "StopIteration\n\n";
  }
  // [listener main]

  // [rock main]
  auto coroutine = wait_for_a_rock();
  value = coroutine.next();
  std::cout << "Coroutine paused and returned intermediate value: " << value << ".\n";
  std::cout << "Resuming coroutine and sending in value: 42.\n";
  try {
    coroutine.send(42);
  } catch (const StopIteration<int>& end) {
    std::cout << "Coroutine main() finished and provided value: " << end.value << ".\n\n";
  }
  // [rock main]

  // [average main]
  auto average = running_average();
  average.next();
  for (double number : {10, 20, 60})
    std::cout << "after " << number << " the average is " << average.send(number) << '\n';
  std::cout << '\n';
  // [average main]

  // [registration main]
  auto form = registration();
  try {
    std::string question = form.next();
    for (std::string answer : {"Penny", "", "Snow Hill", "north"}) {
      std::cout << question << "\n> " << answer << '\n';
      question = form.send(answer);
    }
  } catch (const StopIteration<int>& end) {
    std::cout << "registered as number " << end.value << '\n';
  }
  // [registration main]
}
