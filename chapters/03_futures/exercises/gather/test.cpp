#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include EXERCISE_FILE

// A wrong answer may leak. The last expectation says so in words; a sanitizer need not.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

namespace {

using Numbers = std::vector<int>;

class Gather : public testing::Test {
 protected:
  Gather() {
    ch03::report = [this](const std::string& problem) { reports += problem + "\n"; };
  }
  ~Gather() override {
    ch03::report = [](const std::string&) {};
  }

  Numbers gathered(const Future<Numbers>& all) {
    if (!all.done()) return {-1};  // so that a pending future fails an expectation, and no more
    return all.result();
  }

  std::string reports;
  CallbackQueue queue;
  Future<int> first{queue}, second{queue}, third{queue};
};

std::exception_ptr error(const std::string& what) {
  return std::make_exception_ptr(std::runtime_error(what));
}

}  // namespace

TEST_F(Gather, is_done_with_the_last_of_them) {
  auto all = gather(queue, {first, second, third});
  first.set_result(1);
  second.set_result(2);
  queue.run();
  EXPECT_FALSE(all.done()) << "the third future is still pending (hint 1)";
  third.set_result(3);
  queue.run();
  EXPECT_EQ(gathered(all), (Numbers{1, 2, 3})) << "1, 2 and 3 came; gather them (hint 1)";
}

TEST_F(Gather, keeps_the_order_of_the_futures) {
  auto all = gather(queue, {first, second, third});
  third.set_result(3);
  queue.run();
  first.set_result(1);
  queue.run();
  second.set_result(2);
  queue.run();
  EXPECT_EQ(gathered(all), (Numbers{1, 2, 3}))
      << "they came as 3, 1, 2, but each has a place of its own (hint 1)";
}

TEST_F(Gather, of_nothing_is_done_at_once) {
  auto all = gather(queue, {});
  queue.run();
  EXPECT_EQ(gathered(all), Numbers{}) << "with nothing to wait for, the result is empty (hint 1)";
}

TEST_F(Gather, fails_at_once_when_one_of_them_fails) {
  auto all = gather(queue, {first, second, third});
  second.set_exception(error("no more fish"));
  queue.run();
  ASSERT_TRUE(all.done()) << "one has failed: nobody needs to wait for the others (hint 2)";
  EXPECT_THROW(all.result(), std::runtime_error) << "the error is what comes out (hint 2)";
}

TEST_F(Gather, is_cancelled_when_one_of_them_is) {
  auto all = gather(queue, {first, second, third});
  second.cancel();
  queue.run();
  EXPECT_TRUE(all.cancelled()) << "a cancelled future has no result to gather (hint 2)";
}

TEST_F(Gather, minds_only_the_first_failure) {
  auto all = gather(queue, {first, second, third});
  first.set_exception(error("no more fish"));
  second.set_exception(error("no more ice"));
  third.set_result(3);
  queue.run();
  ASSERT_TRUE(all.done()) << "two have failed, so it is done (hint 2)";
  EXPECT_EQ(ch03::describe(all.exception()), "no more fish") << "the first failure counts (hint 2)";
  EXPECT_EQ(reports, "") << "the second failure came to a future that was done (hint 2)";
}

TEST_F(Gather, may_be_cancelled_by_its_caller) {
  auto all = gather(queue, {first, second});
  all.cancel();
  first.set_result(1);
  second.set_result(2);
  queue.run();
  EXPECT_TRUE(all.cancelled()) << "the caller has cancelled it (hint 2)";
  EXPECT_EQ(reports, "") << "results that nobody wants any more must do no harm (hint 2)";
}

TEST_F(Gather, lets_futures_die_that_are_never_done) {
  struct Witness {};
  auto shared = std::make_shared<Witness>();
  {
    Future<int> never(queue), neither(queue);
    never.add_done_callback([shared](auto) {});
    neither.add_done_callback([shared](auto) {});
    gather(queue, {never, neither});
  }
  EXPECT_EQ(shared.use_count(), 1) << "nobody holds the futures, and yet they live (hint 3)";
}
