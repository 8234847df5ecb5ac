// Every report that the runtime can make: a small wrong program, what is said of it, whose task it
// is, and the place that it names.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "huddle/huddle.hpp"

namespace huddle {
namespace {

using namespace std::chrono_literals;

// What a report is to be. It names a line of this file.
struct Expected {
  std::string message;
  long line;
  std::string task;   // empty: it is about none
  std::string error;  // empty: there is none
};

std::string in_words(const std::string& message, const std::string& error, const std::string& task,
                     const std::string& file, long line) {
  return message + " | " + error + " | " + task + " | " + file + ':' + std::to_string(line);
}

// What the handler gets while `main` runs, and until its loop is closed.
std::vector<Report> reports_of(const std::function<Coro<void>()>& main,
                               RunOptions options = RunOptions()) {
  std::vector<Report> reports;
  VirtualClock clock;
  Runner runner(options.clock(clock).keyboard_interrupt(false));
  runner.loop().set_exception_handler([&](const Report& report) { reports.push_back(report); });
  try {
    runner.run(main());
  } catch (const DeadlockError&) {
  }
  runner.close();
  return reports;
}

void expect_only(const std::vector<Report>& reports, const Expected& expected) {
  const std::string wanted =
      in_words(expected.message, expected.error, expected.task, "reports_test.cpp", expected.line);
  std::string found;
  for (const Report& report : reports) {
    const std::string file = report.where.file;
    found += in_words(report.message, report.error ? describe(report.error) : "", report.task,
                      file.substr(file.find_last_of('/') + 1), report.where.line);
  }
  EXPECT_EQ(found, wanted);
}

// Notes that `body` stands on the line that is to be named.
#define HUDDLE_HERE(body) (line = __LINE__, body)

// To g++ a coroutine stands where it ends, to clang where it begins. So these are a line each.
// clang-format off
constexpr long line_of_fails = __LINE__ + 1;
Coro<void> fails() { co_await yield(); throw std::runtime_error("lost"); }
constexpr long line_of_numbers = __LINE__ + 1;
AsyncGenerator<int> numbers() { for (int i = 0;; ++i) co_yield i; }
// clang-format on

class Reports : public ::testing::Test {
 protected:
  long line = 0;
};

// --- Coroutines and futures ----------------------------------------------------------------------

TEST_F(Reports, a_coroutine_that_is_never_awaited) {
  const auto main = []() -> Coro<void> {
    const Coro<void> forgotten = fails();
    co_return;
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"coroutine 'fails' was never awaited", line_of_fails, "", ""});
}

TEST_F(Reports, a_future_whose_error_nobody_reads) {
  const auto main = [this]() -> Coro<void> {
    const Future<int> answer = HUDDLE_HERE(Future<int>());
    answer.set_exception(std::runtime_error("no answer"));
    co_return;
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"future exception was never retrieved", line, "", "no answer"});
}

TEST_F(Reports, a_generator_that_is_not_closed) {
  const auto main = []() -> Coro<void> {
    AsyncGenerator<int> all = numbers();
    co_await all.next();
  };
  expect_only(
      reports_of(main, RunOptions().debug()),
      {"asynchronous generator 'numbers' was not closed: call aclose()", line_of_numbers, "", ""});
  EXPECT_TRUE(reports_of(main).empty()) << "that is looked for in debug mode only";
}

// --- Tasks ---------------------------------------------------------------------------------------

TEST_F(Reports, a_task_whose_error_nobody_reads) {
  const auto main = [this]() -> Coro<void> {
    HUDDLE_HERE(create_task(fails(), "fails"));
    co_await sleep(1s);
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"task exception was never retrieved", line, "fails", "lost"});
}

// Its task is made somewhere in the library, so the place of its function has to do.
TEST_F(Reports, a_loser_whose_error_nobody_reads) {
  const auto fails_late = []() -> Coro<void> {
    std::exception_ptr cancelled;
    try {
      co_await sleep(1h);
    } catch (const CancelledError&) {
      cancelled = std::current_exception();
    }
    if (cancelled) co_await fails();
  };
  const long first = __LINE__ - 9, last = __LINE__ - 1;
  const auto main = [&]() -> Coro<void> { co_await select(sleep(1s), fails_late()); };
  const std::vector<Report> reports = reports_of(main);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_GE(reports[0].where.line, first);
  EXPECT_LE(reports[0].where.line, last);
  expect_only(reports,
              {"task exception was never retrieved", reports[0].where.line, "Task-3", "lost"});
}

TEST_F(Reports, a_task_that_fails_when_it_is_cancelled_in_the_end) {
  const auto fails_in_the_end = []() -> Coro<void> {
    try {
      co_await sleep(1h);
    } catch (const CancelledError&) {
      throw std::runtime_error("not saved");
    }
  };
  const auto main = [&]() -> Coro<void> {
    HUDDLE_HERE(create_task(fails_in_the_end(), "saves"));
    co_await yield();
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports,
              {"unhandled exception during the shutdown of run()", line, "saves", "not saved"});
}

TEST_F(Reports, a_task_that_waits_for_ever_and_cannot_be_cancelled) {
  const auto stays = []() -> Coro<void> {
    const Future<void> never;
    for (;;) {
      try {
        co_await never;
      } catch (const CancelledError&) {
      }
    }
  };
  const auto main = [&]() -> Coro<void> {
    HUDDLE_HERE(create_task(stays(), "stays"));
    co_await yield();
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"task was destroyed but it is pending", line, "stays", ""});
}

// --- Callbacks -----------------------------------------------------------------------------------

void throws() {
  throw std::runtime_error("nobody catches it");
}

// Every way in which a loop comes to call something.
TEST_F(Reports, a_callback_that_throws) {
  const Expected expected{"exception in a callback", 0, "", "nobody catches it"};
  const auto expect_of = [&](const char* how, const std::function<void(Loop&)>& has_it_called) {
    SCOPED_TRACE(how);
    const auto main = [&]() -> Coro<void> {
      has_it_called(Loop::running());
      co_await sleep(2s);
    };
    const std::vector<Report> reports = reports_of(main);
    expect_only(reports, {expected.message, line, expected.task, expected.error});
  };
  expect_of("soon", [this](Loop& loop) { HUDDLE_HERE(loop.call_soon(throws)); });
  expect_of("later", [this](Loop& loop) { HUDDLE_HERE(loop.call_later(1s, throws)); });
  expect_of("at", [this](Loop& loop) { HUDDLE_HERE(loop.call_at(loop.now() + 1s, throws)); });
  expect_of("done", [this](Loop&) {
    const Future<void> future;
    HUDDLE_HERE(future.add_done_callback(throws));
    future.set_result();
  });
  expect_of("done already", [this](Loop&) {
    const Future<void> future;
    future.set_result();
    HUDDLE_HERE(future.add_done_callback(throws));
  });
  expect_of("from a thread", [this](Loop& loop) {
    std::thread([this, remote = loop.remote()] {
      HUDDLE_HERE(remote.call_soon_threadsafe(throws));
    }).join();
  });
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto once = [&](bool reading) {
    return [&, reading] {
      Loop& loop = Loop::running();
      reading ? loop.remove_reader(ends[0]) : loop.remove_writer(ends[1]);
      throws();
    };
  };
  expect_of("writable", [&](Loop& loop) { HUDDLE_HERE(loop.add_writer(ends[1], once(false))); });
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  expect_of("readable", [&](Loop& loop) { HUDDLE_HERE(loop.add_reader(ends[0], once(true))); });
  ::close(ends[0]);
  ::close(ends[1]);
  expect_of("signal", [this](Loop& loop) {
    HUDDLE_HERE(loop.add_signal_handler(SIGUSR1, throws));
    ::raise(SIGUSR1);
  });
}

TEST_F(Reports, a_hook_of_the_closing_loop_that_throws) {
  const auto main = [this]() -> Coro<void> {
    HUDDLE_HERE(Loop::running().at_close(throws));
    co_return;
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"exception in a hook of the closing loop", line, "", "nobody catches it"});
}

TEST_F(Reports, an_instrument_that_throws) {
  struct Fails final : Instrument {
    void step_ends(TaskState&) override { throws(); }
  };
  Fails instrument;
  const auto main = [&]() -> Coro<void> {
    HUDDLE_HERE(Loop::running().add_instrument(instrument));
    for (int i = 0; i < 3; ++i) co_await yield();
  };
  const std::vector<Report> reports = reports_of(main);
  expect_only(reports, {"an instrument failed, and is removed", line, "", "nobody catches it"});
}

// There is no handler left to say it to: both are printed.
TEST_F(Reports, an_exception_handler_that_throws) {
  long line_of_the_callback = 0;
  const auto main = [&]() -> Coro<void> {
    Loop& loop = Loop::running();
    const auto handler = [](const Report&) { throws(); };
    HUDDLE_HERE(loop.set_exception_handler(handler));
    line_of_the_callback = __LINE__ + 1;
    loop.call_soon(throws);
    co_await sleep(1ms);
    loop.set_exception_handler(nullptr);
  };
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(reports_of(main).empty());
  const auto at = [](long number) {
    return ": nobody catches it, at " + to_string({__FILE__, number}) + '\n';
  };
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "exception in the exception handler" +
                                                          at(line) + "exception in a callback" +
                                                          at(line_of_the_callback));
}

// --- Threads -------------------------------------------------------------------------------------

// Two calls for one thread: one that does not end, and one that has not begun.
TEST_F(Reports, a_call_on_a_thread_that_is_not_done_when_its_pool_is_shut_down) {
  struct Door {
    std::binary_semaphore begun{0}, open{0};
  };
  const auto door = std::make_shared<Door>();
  const auto waits = [door] {
    door->begun.release();
    door->open.acquire();
  };
  const auto main = [&]() -> Coro<void> {
    ThreadPool pool(1);
    auto calls = [&]() -> Coro<void> {
      const auto on_thread = [waits] { waits(); };
      HUDDLE_HERE(co_await run_in_executor(pool, WhenCancelled::abandon, on_thread));
    };
    const Task<void> calling = create_task(calls());
    co_await yield();
    co_await yield();
    door->begun.acquire();
    co_await calling.cancel_and_wait();
    EXPECT_FALSE(pool.shutdown(1ms));
  };
  const std::vector<Report> reports = reports_of(main);
  door->open.release();
  expect_only(reports,
              {"a call on a thread is not done in time, and is left behind", line, "", ""});
}

TEST_F(Reports, a_job_that_was_not_begun_when_its_pool_is_shut_down) {
  const auto open = std::make_shared<std::binary_semaphore>(0);
  std::vector<Report> reports;
  std::vector<long> lines;
  const auto main = [&]() -> Coro<void> {
    ThreadPool pool(1);
    pool.post(HUDDLE_HERE([open] { open->acquire(); }));
    lines.push_back(line);
    pool.post(HUDDLE_HERE([open] { open->release(); }));
    lines.push_back(line);
    EXPECT_FALSE(pool.shutdown(1ms));
    co_return;
  };
  reports = reports_of(main);
  open->release();
  ASSERT_EQ(reports.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i)
    expect_only({reports[i]},
                {"a call on a thread is not done in time, and is left behind", lines[i], "", ""});
}

// These are thrown, to the thread that is wrong.
TEST_F(Reports, a_call_from_another_thread) {
  std::vector<std::string> said, wanted;
  const auto refused = [&](const std::function<void()>& call) {
    try {
      call();
      said.emplace_back("nothing");
    } catch (const InvalidStateError& error) {
      said.emplace_back(error.what());
    }
  };
  const auto want = [&](const char* relation) {
    wanted.push_back("called from another thread than the loop's" + std::string(relation) +
                     to_string({__FILE__, line}) + ": use loop.remote().call_soon_threadsafe()");
  };
  const auto main = [&]() -> Coro<void> {
    Loop& loop = Loop::running();
    const Future<int> future = HUDDLE_HERE(Future<int>());
    const long line_of_the_future = line;
    const Task<void> task = HUDDLE_HERE(create_task(fails()));
    const long line_of_the_task = line;
    std::thread([&] {
      refused([&] { HUDDLE_HERE(loop.call_soon([] {})); });
      want(", at ");
      refused([&] { HUDDLE_HERE(loop.call_later(1s, [] {})); });
      want(", at ");
      refused([&] { HUDDLE_HERE(loop.add_reader(0, [] {})); });
      want(", at ");
      refused([&] { HUDDLE_HERE(loop.add_signal_handler(SIGUSR1, [] {})); });
      want(", at ");
      refused([&] { future.set_result(1); });
      line = line_of_the_future;
      want(", for the future made at ");
      refused([&] { task.cancel(); });
      line = line_of_the_task;
      want(", to a task made at ");
    }).join();
    co_await task.cancel_and_wait();
  };
  EXPECT_TRUE(reports_of(main, RunOptions().debug()).empty());
  EXPECT_EQ(said, wanted);
}

// --- What holds up the loop ----------------------------------------------------------------------

// The one report that is about `message`: on a busy machine others may be slow, too.
void expect_among(const std::vector<Report>& reports, const std::string& message,
                  const std::string& task, long line) {
  std::string found;
  for (const Report& report : reports) {
    found += report.text() + '\n';
    const std::string file = report.where.file;
    if (report.message.starts_with(message) && report.message.ends_with(" s") &&
        report.task == task && file.ends_with("/reports_test.cpp") && report.where.line == line)
      return;
  }
  ADD_FAILURE() << message << " is not said of line " << line << " in:\n" << found;
}

void hold_up() {
  std::this_thread::sleep_for(110ms);
}

TEST_F(Reports, B241_a_slow_step_names_its_task_its_time_and_its_await) {
  const auto slow = [this]() -> Coro<void> {
    hold_up();
    HUDDLE_HERE(co_await wait_for(yield(), 1s));  // which waits somewhere in the library
  };
  const auto main = [&]() -> Coro<void> { co_await create_task(slow(), "slow"); };
  const std::vector<Report> reports = reports_of(main, RunOptions().debug());
  expect_among(reports, "a step took 0.", "slow", line);
}

TEST_F(Reports, B241_a_slow_last_step_names_where_its_task_was_made) {
  const auto slow = []() -> Coro<void> {
    hold_up();
    co_return;
  };
  const auto main = [&]() -> Coro<void> {
    const Task<void> task = HUDDLE_HERE(create_task(slow(), "slow"));
    co_await task;
  };
  const std::vector<Report> reports = reports_of(main, RunOptions().debug());
  expect_among(reports, "a step took 0.", "slow", line);
}

TEST_F(Reports, B241_a_slow_callback_names_where_it_was_registered) {
  const auto main = [this]() -> Coro<void> {
    HUDDLE_HERE(Loop::running().call_soon(hold_up));
    co_await sleep(1s);
  };
  const std::vector<Report> reports = reports_of(main, RunOptions().debug());
  expect_among(reports, "a callback took 0.", "", line);
}

TEST_F(Reports, B241_a_slow_callback_of_another_thread_names_where_it_was_posted) {
  const auto main = [this]() -> Coro<void> {
    std::thread([this, remote = Loop::running().remote()] {
      HUDDLE_HERE(remote.call_soon_threadsafe(hold_up));
    }).join();
    co_await sleep(1s);
  };
  const std::vector<Report> reports = reports_of(main, RunOptions().debug());
  expect_among(reports, "a callback took 0.", "", line);
}

}  // namespace
}  // namespace huddle
