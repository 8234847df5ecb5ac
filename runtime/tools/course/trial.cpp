#include "trial.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <future>

#include "build_settings.hpp"
#include "compiler_error.hpp"
#include "expectation.hpp"
#include "files.hpp"
#include "fingerprint.hpp"
#include "mistake.hpp"
#include "places.hpp"
#include "words.hpp"

namespace course {

namespace {

constexpr std::chrono::seconds compile_time{60};
constexpr std::chrono::seconds run_time{10};
constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t compile_memory = 4096 * mebibyte;
constexpr std::size_t run_memory = 1024 * mebibyte;
constexpr std::size_t printed_limit = mebibyte;
constexpr std::size_t printed_kept = mebibyte / 16;

// A folder for one trial, gone with this object.
class Workshop {
 public:
  Workshop() {
    make_folder(cache_folder());
    std::string name = (cache_folder() / "work-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw Mistake("Cannot write in " + shown(cache_folder()) + ": " + std::strerror(errno) +
                        ". Make it writable; all in it may be deleted.",
                    1);
    folder_ = name;
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code none;
    fs::remove_all(folder_, none);
  }
  fs::path operator/(const char* name) const { return folder_ / name; }
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + '"';
}

// Puts a copy of a source into the workshop that says where it comes from. Includes in quotes look
// beside the including file first; a copy has only the include path to look at.
void copy_source(const fs::path& source, const fs::path& copy) {
  write_file(copy, "#line 1 " + quoted(source.string()) + '\n' + read_file(source));
}

std::vector<std::string> compiler_command(const std::vector<fs::path>& folders) {
  std::vector<std::string> command{compiler};
  command.insert(command.end(), std::begin(learner_flags), std::end(learner_flags));
  command.insert(command.end(), {"-Wall", "-fdiagnostics-color=never"});
  if (compiler_is_clang)
    command.insert(command.end(), {"-ferror-limit=1", "-fno-caret-diagnostics"});
  else
    command.insert(command.end(), {"-fmax-errors=1", "-fno-diagnostics-show-caret"});
  for (const fs::path& folder : folders) command.push_back("-I" + folder.string());
  return command;
}

// What the verdict depends on, apart from the sources: the compiler, its flags, our main function.
void add_toolchain(Fingerprint& print) {
  print.add(compiler);
  print.add(compiler_version);
  std::error_code none;
  print.add(std::to_string(fs::file_size(compiler, none)));
  for (const char* flag : learner_flags) print.add(flag);
  print.add_file(learner_main);
}

void add_headers(Fingerprint& print, const std::vector<fs::path>& folders) {
  for (const fs::path& folder : folders) {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
      if (entry.is_regular_file(none) && entry.path().extension() == ".hpp")
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    print.add(folder.string());
    for (const fs::path& file : files) print.add_file(file);
  }
}

std::string fingerprint(const Plan& plan) {
  Fingerprint print;
  print.add("trial 1");
  add_toolchain(print);
  print.add(std::to_string(plan.step));
  print.add_file(plan.test);
  if (!plan.exercise.empty()) print.add_file(plan.exercise);
  add_headers(print, plan.folders);
  return print.name();
}

// --- The cache: one small file a trial, its fields by length.

std::string packed(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields)
    text += std::to_string(field.size()) + '\n' + field + '\n';
  return text;
}

std::vector<std::string> unpacked(const std::string& text) {
  std::vector<std::string> fields;
  std::size_t place = 0;
  while (place < text.size()) {
    const auto end = text.find('\n', place);
    if (end == std::string::npos) return {};
    const std::size_t size = std::strtoul(text.c_str() + place, nullptr, 10);
    if (size > text.size() - end - 1) return {};
    fields.push_back(text.substr(end + 1, size));
    place = end + 1 + size + 1;
  }
  return fields;
}

std::string packed(const Ending& ending) {
  return std::to_string(static_cast<int>(ending.kind)) + ' ' + std::to_string(ending.number);
}

Ending unpacked_ending(const std::string& text) {
  const auto blank = text.find(' ');
  if (blank == std::string::npos) return {};
  return {static_cast<Ending::Kind>(std::atoi(text.c_str())), std::atoi(text.c_str() + blank + 1)};
}

std::optional<Trial> remembered(const fs::path& file) {
  std::error_code none;
  if (!fs::exists(file, none)) return std::nullopt;
  const auto fields = unpacked(read_file(file));
  if (fields.size() != 5) return std::nullopt;
  Trial trial;
  trial.compiler = unpacked_ending(fields[0]);
  trial.compiled = trial.compiler.well();
  trial.compiler_says = fields[1];
  trial.report = parse_report(fields[2]);
  trial.ending = unpacked_ending(fields[3]);
  trial.printed = fields[4];
  return trial;
}

// Old trials go: the reader's files of last week do not come back.
void forget_old_ones() {
  constexpr std::size_t kept = 400;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(cache_folder(), none)) {
    if (entry.path().extension() == ".trial")
      files.emplace_back(entry.last_write_time(none), entry.path());
    else if (entry.path().filename().string().starts_with("work-") &&
             entry.last_write_time(none) < fs::file_time_type::clock::now() - std::chrono::hours(1))
      fs::remove_all(entry.path(), none);  // an interrupted one
  }
  if (files.size() <= kept) return;
  std::sort(files.begin(), files.end());
  for (std::size_t i = 0; i < files.size() - kept; ++i) fs::remove(files[i].second, none);
}

// --- Building and running.

Trial carry_out(const Plan& plan, std::string& report) {
  const Workshop shop;
  copy_source(plan.test, shop / "test.cpp");
  std::vector<std::string> command = compiler_command(plan.folders);
  if (plan.step > 0) command.push_back("-DSTEP=" + std::to_string(plan.step));
  if (!plan.exercise.empty()) {
    // The reader's exercise stands beside the reader's headers; the copy does not see them, so
    // that unfinished ones do no harm.
    copy_source(plan.exercise, shop / "exercise.hpp");
    command.push_back("-DEXERCISE_FILE=" + quoted((shop / "exercise.hpp").string()));
  }
  if (compiler_is_clang)
    command.insert(command.end(), {"-include-pch", std::string(learner_header) + ".pch"});
  else
    command.insert(command.end(), {"-include", learner_header});
  command.insert(command.end(), {(shop / "test.cpp").string(), "-x", "none", learner_main,
                                 gtest_library, "-o", (shop / "test").string()});

  Trial trial;
  Child compilation;
  compilation.command = command;
  compilation.folder = shop.folder();
  compilation.output = shop / "compiler.txt";
  compilation.environment = {{"LC_ALL", "C"}};
  compilation.time_limit = compile_time;
  compilation.memory_limit = compile_memory;
  trial.compiler = run(compilation);
  trial.compiled = trial.compiler.well();
  trial.compiler_says = read_file(shop / "compiler.txt").substr(0, printed_kept);
  if (!trial.compiled) return trial;

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
  trial.ending = run(program);
  report = read_file(shop / "report.txt");
  trial.report = parse_report(report);
  trial.printed = read_file(shop / "printed.txt").substr(0, printed_kept);
  return trial;
}

}  // namespace

std::vector<fs::path> header_folders(const Catalogue& catalogue, const Chapter& chapter,
                                     Whose whose) {
  std::vector<fs::path> folders;
  const auto add = [&](const Chapter& each, bool mine) {
    if (mine && fs::exists(each.mine)) folders.push_back(each.mine);
    folders.push_back(each.place);
  };
  add(chapter, whose.reader);
  const auto& all = catalogue.chapters();
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (each->number < chapter.number) add(*each, whose.earlier);
  folders.push_back(chapters_folder());
  return folders;
}

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, int step, Whose whose) {
  Plan plan;
  plan.name = "step " + std::to_string(step) + " of chapter " + std::to_string(chapter.number);
  plan.test = chapter.place / "test.cpp";
  plan.step = step;
  plan.folders = header_folders(catalogue, chapter, whose);
  return plan;
}

Plan plan_for(const Catalogue& catalogue, const Chapter& chapter, const Exercise& exercise,
              const fs::path& file, Whose whose) {
  Plan plan;
  plan.name = exercise.name;
  plan.test = exercise.place / "test.cpp";
  plan.exercise = file;
  plan.folders = header_folders(catalogue, chapter, whose);
  // What else the reader includes is found, but after ours.
  if (fs::exists(chapter.mine)) plan.folders.push_back(chapter.mine);
  return plan;
}

Trial attempt(const Plan& plan, bool again) {
  const fs::path file = cache_folder() / (fingerprint(plan) + ".trial");
  if (const auto trial = remembered(file)) {
    const bool too_slow = trial->ending.kind == Ending::Kind::TimedOut ||
                          trial->compiler.kind == Ending::Kind::TimedOut;
    if (!too_slow || !again) return *trial;
  }
  forget_old_ones();
  std::string report;
  Trial trial = carry_out(plan, report);
  if (trial.compiler.kind == Ending::Kind::NotStarted ||
      (trial.compiler.kind == Ending::Kind::Exited && trial.compiler.number == 127))
    throw Mistake("Cannot start the compiler " + std::string(compiler) +
                      ". ./course doctor says what is missing.",
                  1);
  write_file(file, packed({packed(trial.compiler), trial.compiler_says, report,
                           packed(trial.ending), trial.printed}));
  return trial;
}

std::pair<Trial, Trial> attempt_both(const Plan& one, const Plan& other, bool again) {
  auto beside = std::async(std::launch::async, [&] { return attempt(other, again); });
  Trial first = attempt(one, again);
  return {std::move(first), beside.get()};
}

Program compile_program(const std::string& name, const fs::path& source,
                        const std::vector<fs::path>& folders, bool optimised) {
  Fingerprint print;
  add_toolchain(print);
  print.add(optimised ? "-O2" : "");
  print.add_file(source);
  add_headers(print, folders);
  const fs::path place = cache_folder() / "programs";
  Program program;
  program.file = place / (name + '-' + print.name());
  program.compiler = {Ending::Kind::Exited, 0};
  std::error_code none;
  if (fs::exists(program.file, none)) return program;

  const Workshop shop;
  copy_source(source, shop / "program.cpp");
  std::vector<std::string> command = compiler_command(folders);
  if (optimised) command.push_back("-O2");
  command.insert(command.end(),
                 {(shop / "program.cpp").string(), "-o", (shop / "program").string()});
  Child compilation;
  compilation.command = command;
  compilation.folder = shop.folder();
  compilation.output = shop / "compiler.txt";
  compilation.environment = {{"LC_ALL", "C"}};
  compilation.time_limit = compile_time;
  compilation.memory_limit = compile_memory;
  program.compiler = run(compilation);
  program.compiler_says = read_file(shop / "compiler.txt").substr(0, printed_kept);
  if (!program.compiler.well()) return program;
  // The one of this name that was built before goes.
  make_folder(place);
  for (const auto& entry : fs::directory_iterator(place, none))
    if (entry.path().filename().string().starts_with(name + '-')) fs::remove(entry.path(), none);
  fs::rename(shop / "program", program.file);
  return program;
}

namespace {

std::string signal_in_words(int signal) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS: return "crashed: segmentation fault.";
    case SIGABRT: return "crashed: abort() was called.";
    case SIGFPE: return "crashed: a division by zero.";
    case SIGILL: return "crashed: illegal instruction.";
    case SIGXFSZ: return "printed more than " + std::to_string(printed_limit / mebibyte) + " MiB.";
    case SIGKILL: return "was killed.";
    default: return "was ended by signal " + std::to_string(signal) + '.';
  }
}

std::string ending_in_words(const Trial& trial) {
  const Report& report = trial.report;
  if (trial.ending.kind == Ending::Kind::TimedOut)
    return "never ended: stopped after " + std::to_string(run_time.count()) + " seconds.";
  if (report.out_of_memory) return "asked for more than 1 GiB of memory.";
  if (!report.terminated.empty())
    return "ended the program by std::terminate: " + report.terminated + '.';
  if (report.out_of_stack)
    return "crashed: it ran out of stack. Does a function call itself without end?";
  if (report.null_pointer) return "crashed: segmentation fault. It used a null pointer.";
  if (trial.ending.kind == Ending::Kind::Signalled) return signal_in_words(trial.ending.number);
  return "left the program in the middle, with exit status " + std::to_string(trial.ending.number) +
         '.';
}

std::string line_of(const fs::path& file, int line) {
  std::error_code none;
  if (line <= 0 || !fs::exists(file, none)) return "";
  const auto lines = lines_of(read_file(file));
  return static_cast<std::size_t>(line) <= lines.size() ? trimmed(lines[line - 1]) : "";
}

std::string place_of(const std::string& file, int line) {
  if (file.empty()) return "";
  return shown(file) + (line > 0 ? ':' + std::to_string(line) : "");
}

std::string printed_by(const TestRun& test, const std::string& printed) {
  if (test.printed_from >= printed.size()) return "";
  return printed.substr(test.printed_from, test.printed_to == std::string::npos
                                               ? std::string::npos
                                               : test.printed_to - test.printed_from);
}

}  // namespace

std::optional<Trouble> trouble_of(const Trial& trial) {
  Trouble trouble;
  if (!trial.compiled) {
    trouble.compiles = false;
    if (trial.compiler.kind == Ending::Kind::TimedOut) {
      trouble.what = "The compiler needed more than 60 seconds and was stopped.";
    } else if (const auto error = first_error(trial.compiler_says, my_folder())) {
      trouble.what = error->text;
      trouble.place = place_of(error->file, error->line);
      if (!error->file.empty()) trouble.source_line = line_of(error->file, error->line);
    } else {
      trouble.what = "The compiler gave up: " +
                     trimmed(trial.compiler_says.substr(0, trial.compiler_says.find('\n')));
    }
    return trouble;
  }
  if (const auto warning = first_warning(trial.compiler_says, my_folder()))
    trouble.warning = place_of(warning->file, warning->line) + ": " + warning->text;
  for (const TestRun& test : trial.report.tests) {
    if (test.state == TestRun::State::Passed) continue;
    trouble.step = test.step();
    trouble.test = test.sentence();
    trouble.printed = printed_by(test, trial.printed);
    if (!test.failures.empty()) {
      const Failure& failure = test.failures.front();
      const Expectation words = in_words(failure.message);
      trouble.reason = words.reason;
      trouble.what = words.values;
      trouble.hint = words.hint;
      trouble.place = place_of(failure.file, failure.line);
      // An expectation that failed before the end came is the better explanation; the end still
      // counts.
      if (test.state == TestRun::State::Running)
        trouble.what += (trouble.what.empty() ? "Then it " : " Then it ") + ending_in_words(trial);
    } else {
      trouble.what = "It " + ending_in_words(trial);
    }
    return trouble;
  }
  if (trial.report.ended && trial.ending.well()) return std::nullopt;
  // Not in a test: before the first, or after the last.
  trouble.test = trial.report.tests.empty() ? "before the first test" : "after the last test";
  trouble.step = trial.report.tests.empty() ? 1 : trial.report.tests.back().step();
  trouble.what = "The program " + ending_in_words(trial);
  return trouble;
}

void look_closer(Trouble& trouble, const std::vector<fs::path>& readers_files) {
  if (trouble.compiles || trouble.place.starts_with("my/")) return;
  for (const fs::path& file : readers_files)
    if (fs::exists(file) && !braces_match(read_file(file))) {
      trouble.suspicion = "In " + shown(file) + " a { or a } has no other half.";
      return;
    }
}

}  // namespace course
