#include <gtest/gtest.h>

#include <string>
#include <vector>

#include EXERCISE_FILE

using Log = std::vector<std::string>;

namespace {

Asked<void> has_turns(Log& log, std::string name, int turns) {
  for (int turn = 1; turn < turns; ++turn) {
    log.push_back(name);
    co_await yield_to_event_loop();
  }
  log.push_back(name);
}

// Waits for the fish, and gives up after a hundred turns.
Asked<void> waits_for(bool& fish, bool& got_it) {
  for (int turn = 0; turn < 100 && !fish; ++turn) co_await yield_to_event_loop();
  got_it = fish;
}

Asked<void> brings(bool& fish) {
  fish = true;
  co_return;
}

Asked<void> starts_another(UrgentFirst& scheduler, Log& log) {
  log.push_back("urgent");
  scheduler.start(has_turns(log, "newcomer", 1));
  co_await yield_to_event_loop();
  log.push_back("urgent");
}

}  // namespace

TEST(UrgentFirst, lets_the_urgent_wait_for_the_others) {
  bool fish = false, got_it = false;
  UrgentFirst scheduler;
  scheduler.start_urgent(waits_for(fish, got_it));
  scheduler.start(brings(fish));
  scheduler.run_until_complete();
  EXPECT_TRUE(got_it) << "the urgent one waited a hundred turns for somebody who had none (hint 1)";
}

TEST(UrgentFirst, gives_the_urgent_their_turns_first_and_then_the_others) {
  Log log;
  UrgentFirst scheduler;
  scheduler.start(has_turns(log, "c", 2));
  scheduler.start(has_turns(log, "d", 2));
  scheduler.start_urgent(has_turns(log, "A", 2));
  scheduler.start_urgent(has_turns(log, "B", 2));
  scheduler.run_until_complete();
  log.resize(4);  // the first round
  EXPECT_EQ(log, (Log{"A", "B", "c", "d"}))
      << "a round is all the urgent, once, and then all the others, once (hint 2)";
}

TEST(UrgentFirst, skips_nobody_when_somebody_ends) {
  Log log;
  UrgentFirst scheduler;
  scheduler.start_urgent(has_turns(log, "A", 1));
  scheduler.start_urgent(has_turns(log, "B", 2));
  scheduler.start(has_turns(log, "c", 1));
  scheduler.start(has_turns(log, "d", 2));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"A", "B", "c", "d", "B", "d"}))
      << "the line gets shorter during the round: count before you begin (hint 3)";
}

TEST(UrgentFirst, lets_newcomers_wait_for_the_next_round) {
  Log log;
  UrgentFirst scheduler;
  scheduler.start_urgent(starts_another(scheduler, log));
  scheduler.start(has_turns(log, "other", 2));
  scheduler.run_until_complete();
  EXPECT_EQ(log, (Log{"urgent", "other", "urgent", "newcomer", "other"}))
      << "who comes in the middle of a round has no turn in it: count everybody first (hint 3)";
}
