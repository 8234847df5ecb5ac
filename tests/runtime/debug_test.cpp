#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "huddle/huddle.hpp"
#include "huddle/testing.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// The lines of a tree, with the numbers of their lines in this file taken out.
std::vector<std::string> shape_of(const std::string& tree) {
  std::vector<std::string> lines;
  std::istringstream text(tree);
  for (std::string line; std::getline(text, line);) {
    const std::size_t at = line.find("at "), file = line.find("debug_test.cpp:");
    if (at != line.npos && file != line.npos) line.erase(at + 3, line.find(' ', file) - at - 2);
    lines.push_back(line);
  }
  return lines;
}

constexpr int line_of_the_sleep = __LINE__ + 2;
Coro<void> inner() {
  co_await sleep(1h);
}
Coro<void> outer() {
  co_await inner();
}

TEST(TaskTree, B243_shows_every_frame_of_a_task_that_waits_with_its_place) {
  testing::Stage stage;
  stage.allow_leftover_tasks();
  const auto main = [&]() -> Coro<std::string> {
    create_task(outer(), "deep");
    co_await testing::settle();
    co_return task_tree(Loop::running());
  };
  const std::string tree = stage.run(main());
  EXPECT_EQ(shape_of(tree),
            (std::vector<std::string>{"Task-1 is ready", "  at in a lambda",
                                      "deep waits for a timer", "  at in outer", "  at in inner"}))
      << tree;
  EXPECT_NE(tree.find("debug_test.cpp:" + std::to_string(line_of_the_sleep) + " in inner"),
            tree.npos)
      << tree;
}

TEST(TaskTree, B244_shows_who_awaits_whom_through_tasks_gather_and_groups) {
  testing::Stage stage;
  stage.allow_leftover_tasks();
  const auto in_group = []() -> Coro<void> {
    const auto body = [](TaskGroup& group) -> Coro<void> {
      group.create_task(inner(), "member");
      co_return;
    };
    co_await with(TaskGroup(), body);
  };
  const auto gathers = [&]() -> Coro<void> { co_await gather(in_group(), inner()); };
  const auto awaits = [&]() -> Coro<void> { co_await create_task(gathers(), "gathering"); };
  const auto main = [&]() -> Coro<std::string> {
    create_task(awaits(), "first");
    for (int i = 0; i < 5; ++i) co_await yield();
    co_return task_tree(Loop::running());
  };
  const std::string tree = stage.run(main());
  EXPECT_EQ(shape_of(tree), (std::vector<std::string>{
                                "Task-1 is ready",
                                "  at in a lambda",
                                "first waits for gathering",
                                "  at in a lambda",
                                "  gathering waits for the tasks that it gathers",
                                "    at in a lambda",
                                "    Task-4 waits for the tasks of its group",
                                "      at in a lambda",
                                "      member waits for a timer",
                                "        at in inner",
                                "    Task-5 waits for a timer",
                                "      at in inner",
                            }))
      << tree;
}

TEST(TaskTree, B245_shows_a_circle_once_and_says_so) {
  std::vector<Task<void>> tasks;
  const auto awaits = [&tasks](std::size_t other) -> Coro<void> {
    const Task<void> task = tasks[other];
    co_await task;
  };
  const auto main = [&]() -> Coro<void> {
    tasks.push_back(create_task(awaits(1), "one"));
    tasks.push_back(create_task(awaits(0), "other"));
    co_await tasks[0];
  };
  std::string text;
  try {
    run(main());
    ADD_FAILURE() << "a circle is a deadlock";
  } catch (const DeadlockError& error) {
    text = error.what();
  }
  tasks.clear();
  const std::vector<std::string> lines = shape_of(text);
  EXPECT_EQ(std::vector<std::string>(lines.begin() + 1, lines.end()),
            (std::vector<std::string>{"Task-1 waits for one", "  at in a lambda",
                                      "  one waits for other", "    at in a lambda",
                                      "    other waits for one", "      at in a lambda",
                                      "      one waits for other, as shown above"}))
      << text;
}

TEST(ReportsInWords, B246_say_what_happened_which_error_whose_and_where) {
  testing::Stage stage;
  const auto fails = []() -> Coro<void> {
    co_await yield();
    throw std::runtime_error("lost");
  };
  int line_of_the_task = 0;
  std::vector<Report> reports;
  const auto main = [&]() -> Coro<void> {
    line_of_the_task = __LINE__ + 1;
    create_task(fails(), "the failing one");
    co_await sleep(1s);
    reports = stage.take_reports();
  };
  stage.run(main());
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(describe(reports[0].error), "lost");
  EXPECT_EQ(reports[0].task, "the failing one");
  EXPECT_EQ(reports[0].where.line, line_of_the_task);
  EXPECT_NE(reports[0].text().find("never retrieved: lost (task the failing one), at "),
            std::string::npos)
      << reports[0].text();
}

class Notes final : public Instrument {
 public:
  std::vector<std::string> seen;
  void task_created(TaskState& task) override { note("created", task); }
  void step_begins(TaskState& task) override { note("begins", task); }
  void step_ends(TaskState& task) override { note("waits or ends", task); }
  void task_ended(TaskState& task) override { note("ended", task); }
  void woken(TaskState& task) override { note("woken", task); }
  void rests(TimePoint) override { seen.push_back("rests"); }

 private:
  void note(const char* what, TaskState& task) { seen.push_back(task.name() + ' ' + what); }
};

TEST(Instruments, B247_see_what_happens_in_order) {
  Notes notes;
  testing::Stage stage;
  stage.loop().add_instrument(notes);
  const auto child = []() -> Coro<void> { co_await sleep(1s); };
  const auto main = [&]() -> Coro<void> { co_await create_task(child(), "child"); };
  stage.run(main());
  stage.loop().remove_instrument(notes);
  EXPECT_EQ(notes.seen,
            (std::vector<std::string>{"Task-1 created", "Task-1 begins", "child created",
                                      "Task-1 waits or ends", "child begins", "child waits or ends",
                                      "rests", "child woken", "child begins", "child waits or ends",
                                      "Task-1 woken", "child ended", "Task-1 begins",
                                      "Task-1 waits or ends", "Task-1 ended"}));
}

TEST(Instruments, B247_that_fail_are_reported_and_removed) {
  struct Fails final : Instrument {
    int asked = 0;
    void step_begins(TaskState&) override {
      ++asked;
      throw std::runtime_error("no more");
    }
  };
  Fails fails;
  testing::Stage stage;
  stage.loop().add_instrument(fails);
  std::vector<Report> reports;
  const auto main = [&]() -> Coro<void> {
    for (int i = 0; i < 3; ++i) co_await yield();
    reports = stage.take_reports();
  };
  stage.run(main());
  EXPECT_EQ(fails.asked, 1);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_NE(reports[0].message.find("instrument"), std::string::npos);
}

// --- Debug mode ----------------------------------------------------------------------------------

class DebugMode : public ::testing::Test {
 protected:
  // What is reported while `main` runs.
  std::vector<Report> reports_of(Coro<void> main) {
    auto takes = [this](Coro<void> body) -> Coro<std::vector<Report>> {
      co_await std::move(body);
      co_return stage.take_reports();
    };
    return stage.run(takes(std::move(main)));
  }
  testing::Stage stage{RunOptions().debug()};
};

TEST_F(DebugMode, refuses_calls_from_another_thread) {
  const auto main = []() -> Coro<void> {
    Loop& loop = Loop::running();
    const Future<int> future;
    const Task<void> task = create_task(inner());
    std::string refused;
    std::thread other([&] {
      const auto refuses = [&](auto call) {
        try {
          call();
        } catch (const InvalidStateError& error) {
          refused +=
              std::string(error.what()).find("another thread") != std::string::npos ? 'x' : '?';
        }
      };
      refuses([&] { loop.call_soon([] {}); });
      refuses([&] { future.set_result(1); });
      refuses([&] { task.cancel(); });
    });
    other.join();
    EXPECT_EQ(refused, "xxx");
    co_await task.cancel_and_wait();
  };
  reports_of(main());
}

TEST(TasksInWords, B242_say_their_state_what_they_wait_for_and_what_they_were_asked) {
  testing::run([]() -> Coro<void> {
    const auto stays = []() -> Coro<void> {
      for (;;) {
        try {
          co_await sleep(1h);
        } catch (const CancelledError&) {
          if (current_task()->cancelling() == 2) throw;
        }
      }
    };
    const Task<void> task = create_task(stays(), "nm");
    const auto words = [&] { return shape_of(to_string(task.state()) + '\n').at(0); };
    EXPECT_EQ(words().substr(0, 21), "nm pending, is ready,");
    co_await testing::settle();
    EXPECT_EQ(words(), "nm pending, waits for a timer, made at ") << to_string(task.state());
    task.cancel();
    co_await testing::settle();
    EXPECT_EQ(words(), "nm pending, waits for a timer, cancelling 1, made at ");
    std::ostringstream stack;
    print_stack(task.state(), stack);
    EXPECT_EQ(shape_of(stack.str()).at(1), "  at in a lambda");
    co_await task.cancel_and_wait();
    EXPECT_EQ(words().substr(0, 13), "nm cancelled,");
  });
}

// --- The trace -----------------------------------------------------------------------------------

// What is traced of `main` on virtual time.
std::string trace_of(Coro<void> main) {
  const std::string path = ::testing::TempDir() + "huddle_trace_" + std::to_string(::getpid());
  ::setenv("HUDDLE_TRACE", path.c_str(), 1);
  testing::Stage().run(std::move(main));
  ::unsetenv("HUDDLE_TRACE");
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  std::remove(path.c_str());
  return text.str();
}

// How often `part` stands in `text`.
int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Coro<void> sleeps_and_speaks() {
  co_await sleep(1ms);
  std::cout << "one\ntwo\n";
}

Coro<void> makes_a_child() {
  co_await create_task(sleeps_and_speaks(), "a \"child\"");
}

TEST(Trace, is_written_where_the_environment_says) {
  const std::string trace = trace_of(makes_a_child());
  EXPECT_EQ(trace.front(), '[');
  EXPECT_NE(trace.find("\"name\":\"a \\\"child\\\"\""), std::string::npos) << trace;
  EXPECT_EQ(trace.substr(trace.size() - 2), "]\n");
  EXPECT_EQ(count(trace, "\"ph\":\"B\""), count(trace, "\"ph\":\"E\""));
  EXPECT_EQ(count(trace, "\"ph\":\"s\""), count(trace, "\"ph\":\"f\""));
  EXPECT_EQ(count(trace, "\"name\":\"made\""), 2);
  EXPECT_EQ(count(trace, "\"name\":\"ended\""), 2);
}

TEST(Trace, tells_when_a_callback_begins_and_ends) {
  const std::string trace = trace_of([]() -> Coro<void> {
    Loop::running().call_soon([] {});
    co_await yield();
  }());
  EXPECT_EQ(count(trace, "\"ph\":\"b\",\"name\":\"calls\",\"pid\":1,\"tid\":0"), 1) << trace;
  EXPECT_EQ(count(trace, "\"ph\":\"e\",\"name\":\"called\",\"pid\":1,\"tid\":0"), 1) << trace;
}

TEST(Trace, tells_where_and_for_what_a_task_waits) {
  const std::string trace = trace_of(makes_a_child());
  EXPECT_NE(trace.find("\"function\":\"sleeps_and_speaks\""), std::string::npos) << trace;
  EXPECT_NE(trace.find("\"number\":1,\"due_ns\":1000000}"), std::string::npos) << trace;
  EXPECT_EQ(count(trace, "\"name\":\"timer gone\""), 1);
  EXPECT_NE(trace.find("\"for\":\"a timer\",\"tasks\":[]"), std::string::npos) << trace;
  EXPECT_NE(trace.find("\"tasks\":[2]"), std::string::npos) << trace;
  EXPECT_NE(trace.find("\"stack\":[{\"name\":\"makes_a_child\""), std::string::npos) << trace;
}

TEST(Trace, tells_who_printed_each_line) {
  ::testing::internal::CaptureStdout();
  const std::string trace = trace_of(makes_a_child());
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "one\ntwo\n");
  EXPECT_EQ(count(trace, "\"name\":\"prints\",\"pid\":1,\"tid\":2"), 2) << trace;
  EXPECT_NE(trace.find("\"text\":\"two\""), std::string::npos);
}

TEST(Trace, tells_which_descriptor_a_task_waits_for) {
  const std::string trace = trace_of([]() -> Coro<void> {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], "x", 1), 1);
    co_await wait_readable(ends[0]);
    ::close(ends[0]);
    ::close(ends[1]);
  }());
  EXPECT_EQ(count(trace, "\"name\":\"watches\""), 1) << trace;
  EXPECT_EQ(count(trace, "\"name\":\"unwatches\""), 1);
  EXPECT_EQ(count(trace, "\"for\":\"reading\"}"), 2);
}

TEST(Trace, is_the_same_each_time_on_virtual_time) {
  EXPECT_EQ(trace_of(makes_a_child()), trace_of(makes_a_child()));
}

Coro<void> waits_for(std::optional<Task<void>> next) {
  if (next)
    co_await *next;
  else
    co_await sleep(1h);
}

TEST(TaskTree, of_a_long_chain_is_cut) {
  VirtualClock clock;
  const auto main = [&]() -> Coro<std::string> {
    std::optional<Task<void>> last;
    for (int i = 0; i < 1'200; ++i) last = create_task(waits_for(last));
    co_await sleep(1s);
    co_return task_tree(Loop::running());
  };
  const std::string tree = run(main(), RunOptions().clock(clock));
  EXPECT_LT(tree.size(), 300'000u);
  EXPECT_NE(tree.find("and 201 more\n"), tree.npos) << tree.substr(tree.size() - 200);
}

}  // namespace
}  // namespace huddle
