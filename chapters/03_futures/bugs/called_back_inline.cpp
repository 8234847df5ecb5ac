// Bug: a future of one's own that calls back inside set_result(), without a queue.
// Goes wrong: prints
#include <functional>
#include <iostream>
#include <string>
#include <utility>

// [bug]
class ImpatientFuture {
 public:
  void add_done_callback(std::function<void(int)> callback) { callback_ = std::move(callback); }
  void set_result(int value) { callback_(value); }  // at once: why wait?

 private:
  std::function<void(int)> callback_;
};

// Lends fish, and has one.
class Fishmonger {
 public:
  void lend(std::string to) {
    std::cout << to << (free_ > 0 ? " gets a fish\n" : " is sent away: no fish\n");
    if (free_ > 0) --free_;
  }
  void give_back() {
    returned.set_result(1);  // tells whoever waits for a fish
    ++free_;                 // and then counts it
  }
  ImpatientFuture returned;

 private:
  int free_ = 1;
};

int main() {
  Fishmonger shop;
  shop.lend("Ping");
  shop.returned.add_done_callback([&](int) { shop.lend("Pong"); });
  shop.give_back();
}
// [bug]
