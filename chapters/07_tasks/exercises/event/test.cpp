#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include EXERCISE_FILE
#include "virtual_time.hpp"

using namespace std::chrono_literals;
using Loop = ch05::VirtualTime<EventLoop>;
using Log = std::vector<std::string>;

namespace {

Coro<void> waits(Event& event, Log& log, std::string name) {
  co_await event.wait();
  log.push_back(name);
}

// Runs until everybody has had a few turns. Who is not awake then is cancelled by run().
template <class Body>
Log log_of(Body body) {
  Log log;
  Event event;
  auto main = [](Body& body, Event& event, Log& log) -> Coro<void> {
    co_await body(event, log);
    for (int turn = 0; turn < 5; ++turn) co_await ch07::sleep(0s);
  };
  run(main(body, event, log), Loop());
  return log;
}

}  // namespace

TEST(Event, nobody_waits_for_what_has_happened) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    event.set();
    EXPECT_TRUE(event.is_set());
    create_task(waits(event, log, "late"));
    co_await ch07::sleep(0s);
  });
  EXPECT_EQ(log, Log{"late"}) << "it was set before anybody waited (hint 1)";
}

TEST(Event, wakes_one_who_waits) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    create_task(waits(event, log, "Ada"));
    co_await ch07::sleep(1s);
    log.push_back("set");
    event.set();
  });
  EXPECT_EQ(log, (Log{"set", "Ada"})) << "who waits is woken by set(), and not before (hint 2)";
}

TEST(Event, wakes_all_who_wait_in_the_order_they_came) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    for (std::string name : {"Ada", "Bo", "Cy"}) create_task(waits(event, log, name));
    co_await ch07::sleep(1s);
    event.set();
  });
  EXPECT_EQ(log, (Log{"Ada", "Bo", "Cy"})) << "three waited, and all of them must wake (hint 2)";
}

TEST(Event, who_was_woken_stays_woken_when_it_is_cleared_at_once) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    for (std::string name : {"Ada", "Bo"}) create_task(waits(event, log, name));
    co_await ch07::sleep(1s);
    event.set();
    event.clear();
    EXPECT_FALSE(event.is_set());
    co_await ch07::sleep(1s);
    create_task(waits(event, log, "this one waits in vain"));
    co_await ch07::sleep(0s);
  });
  EXPECT_EQ(log, (Log{"Ada", "Bo"})) << "they were woken, though it was cleared again (hint 2)";
}

TEST(Event, is_not_disturbed_by_who_was_cancelled) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    const Task<void> ada = create_task(waits(event, log, "Ada"));
    create_task(waits(event, log, "Bo"));
    co_await ch07::sleep(1s);
    ada.cancel();
    try {
      event.set();
    } catch (const ch03::InvalidStateError&) {
      log.push_back("set() failed");
    }
  });
  EXPECT_EQ(log, Log{"Bo"}) << "Ada waits no longer, but Bo does (hint 3)";
}

TEST(Event, can_be_waited_for_again_and_again) {
  const Log log = log_of([](Event& event, Log& log) -> Coro<void> {
    for (std::string name : {"first", "second"}) {
      create_task(waits(event, log, name));
      co_await ch07::sleep(1s);
      event.set();
      event.clear();
      co_await ch07::sleep(1s);
    }
  });
  EXPECT_EQ(log, (Log{"first", "second"})) << "who was woken once is out of the list (hint 3)";
}
