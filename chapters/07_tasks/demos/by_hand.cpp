// Three requests at once with what chapter 6 has: chains that are made, kept and told on by hand.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "coro.hpp"
#include "event_loop.hpp"
#include "future.hpp"
#include "second.hpp"

using ch03::Callback;
using ch03::Future;
using ch05::EventLoop;
using ch06::Chain;
using ch06::Coro;
using ch06::Suspension;

namespace {

// [by hand]
Coro<void> request(EventLoop& loop, int number, Future<std::string> page) {
  const std::string name = "Task " + std::to_string(number);
  std::cout << name << ": request sent\n";
  co_await Suspension([&](Callback wake) { loop.call_later(course::a_second(), wake); });
  std::cout << name << ": response arrived\n";
  page.set_result("page " + std::to_string(number));
}

Coro<void> everybody(EventLoop& loop, const std::vector<Future<std::string>>& pages) {
  for (const Future<std::string>& page : pages)
    co_await Suspension([&](Callback wake) { page.add_done_callback([=](auto) { wake(); }); });
  for (const Future<std::string>& page : pages) std::cout << page.result() << '\n';
  loop.stop();
}

void requests() {
  EventLoop loop;
  std::vector<Future<std::string>> pages;
  std::vector<std::unique_ptr<Chain<void>>> chains;
  for (int number = 1; number <= 3; ++number) {
    pages.emplace_back(loop);
    chains.push_back(std::make_unique<Chain<void>>(request(loop, number, pages.back())));
  }
  chains.push_back(std::make_unique<Chain<void>>(everybody(loop, pages)));
  for (auto& chain : chains) loop.call_soon([&] { chain->resume(); });
  loop.run_forever();
}
// [by hand]

}  // namespace

int main() {
  requests();
}
