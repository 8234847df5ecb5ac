// Cured: between the look and the wait, nobody else can run.
#include <chrono>
#include <iostream>
#include <optional>
#include <string>

#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

struct Mailbox {
  std::optional<std::string> letter;
  std::optional<Future<void>> somebody_waits;
};

Coro<void> reads(Mailbox& mailbox) {
  if (!mailbox.letter) {
    std::cout << "nothing there: wait for the post" << std::endl;
    mailbox.somebody_waits.emplace(running_loop());
    co_await *mailbox.somebody_waits;
  }
  std::cout << "it says: " << *mailbox.letter << std::endl;
}

Coro<void> writes(Mailbox& mailbox) {
  mailbox.letter = "Dear Pingu";
  if (mailbox.somebody_waits) mailbox.somebody_waits->set_result();
  co_return;
}

Coro<void> a_day() {
  Mailbox mailbox;
  Task<void> reader = create_task(reads(mailbox));
  create_task(writes(mailbox));
  co_await reader;
}

int main() {
  run(a_day());
}
