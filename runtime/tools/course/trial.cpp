#include "trial.hpp"

#include <future>

#include "build_settings.hpp"
#include "files.hpp"
#include "frames_to_lines.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "trial_memory.hpp"

namespace course {

namespace {

constexpr std::size_t printed_kept = mebibyte / 16;

std::string fingerprint(const Plan& plan) {
  Fingerprint print;
  print.add("trial 3");
  add_toolchain(print);
  print.add(std::to_string(plan.step));
  print.add(std::to_string(static_cast<int>(plan.check)));
  add_sources(print, plan.test, plan.folders);
  if (!plan.exercise.empty()) add_sources(print, plan.exercise, plan.folders);
  return print.name();
}

Trial carry_out(const Plan& plan, std::string& report) {
  const Workshop shop;
  copy_source(plan.test, shop / "test.cpp");
  std::vector<std::string> command = compiler_command(plan.folders, plan.check);
  if (plan.step > 0) command.push_back("-DSTEP=" + std::to_string(plan.step));
  if (!plan.exercise.empty()) {
    // The reader's exercise stands beside the reader's headers; the copy does not see them, so
    // that unfinished ones do no harm.
    copy_source(plan.exercise, shop / "exercise.hpp");
    command.push_back("-DEXERCISE_FILE=" + quoted((shop / "exercise.hpp").string()));
  }
  const auto header = precompiled_header(plan.check);
  command.insert(command.end(), header.begin(), header.end());
  command.insert(command.end(), {(shop / "test.cpp").string(), "-x", "none"});
  command.insert(command.end(), learner_objects.begin(), learner_objects.end());
  command.insert(command.end(), {gtest_library, "-o", (shop / "test").string()});

  Trial trial;
  trial.compiled = compile(shop, command);
  if (!trial.compiled.well()) return trial;

  write_file(shop / "report.txt", "");
  Child program;
  program.command = {(shop / "test").string(), "--gtest_fail_fast", "--gtest_filter=*",
                     "--gtest_repeat=1", "--gtest_shuffle=0"};
  program.folder = shop.folder();
  program.output = shop / "printed.txt";
  program.environment = {{"COURSE_REPORT", (shop / "report.txt").string()},
                         {"HUDDLE_SECOND_MS", "10"}};
  program.time_limit = run_time;
  program.memory_limit = run_memory;
  program.output_limit = printed_limit;
  program.last_words = std::chrono::milliseconds(300);
  trial.ending = run(program);
  report = with_lines(read_file(shop / "report.txt"), shop, shop / "test", plan);
  trial.report = parse_report(report);
  trial.printed = read_file(shop / "printed.txt").substr(0, printed_kept);
  return trial;
}
}  // namespace

Trial attempt(const Plan& plan, bool again) {
  const fs::path file = cache_folder() / (fingerprint(plan) + ".trial");
  if (const auto trial = recall(file)) {
    const bool too_slow = trial->ending.kind == Ending::Kind::TimedOut ||
                          trial->compiled.ending.kind == Ending::Kind::TimedOut;
    if (!too_slow || !again) return *trial;
  }
  forget_old_ones();
  std::string report;
  Trial trial = carry_out(plan, report);
  const Ending& compiler_ending = trial.compiled.ending;
  if (compiler_ending.kind == Ending::Kind::NotStarted ||
      (compiler_ending.kind == Ending::Kind::Exited && compiler_ending.number == 127))
    throw Mistake("Cannot start the compiler " + std::string(compiler) +
                      ". ./course doctor says what is missing.",
                  1);
  remember(file, trial, report);
  return trial;
}

std::pair<Trial, Trial> attempt_both(const Plan& one, const Plan& other, bool again) {
  auto beside = std::async(std::launch::async, [&] { return attempt(other, again); });
  Trial first = attempt(one, again);
  return {std::move(first), beside.get()};
}
}  // namespace course
