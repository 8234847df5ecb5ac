#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>

namespace course {

namespace {

using Clock = std::chrono::steady_clock;

// The groups that are running: an interrupt takes them along.
std::array<std::atomic<pid_t>, 16> running;

void interrupted(int signal) {
  for (auto& group : running)
    if (const pid_t id = group.load()) ::kill(-id, SIGKILL);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

// Takes a place in `running` for as long as the group runs.
class Registered {
 public:
  explicit Registered(pid_t id) {
    static const bool watched = [] {
      for (int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, interrupted);
      return true;
    }();
    (void)watched;
    for (auto& place : running) {
      pid_t free = 0;
      if (place.compare_exchange_strong(free, id)) {
        place_ = &place;
        return;
      }
    }
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;
  ~Registered() {
    if (place_ != nullptr) place_->store(0);
  }

 private:
  std::atomic<pid_t>* place_ = nullptr;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& more) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    const bool replaced = std::any_of(more.begin(), more.end(),
                                      [&](const auto& setting) { return setting.first == name; });
    if (!replaced) all.emplace_back(*entry);
  }
  for (const auto& [name, value] : more) all.emplace_back(name).append("=").append(value);
  return all;
}

void limit(int resource, rlim_t amount) {
  const rlimit both{amount, amount};
  ::setrlimit(resource, &both);
}

Ending ending_of(int status) {
  if (WIFSIGNALED(status)) return {Ending::Kind::Signalled, WTERMSIG(status)};
  return {Ending::Kind::Exited, WEXITSTATUS(status)};
}

// How long the processes of a group have stood in the line for a processor, where the system tells.
std::chrono::nanoseconds waited_for_a_processor(pid_t group) {
  std::chrono::nanoseconds waited{0};
  std::error_code none;
  for (const auto& process : fs::directory_iterator("/proc", none)) {
    const std::string name = process.path().filename().string();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    if (::getpgid(static_cast<pid_t>(std::stol(name))) != group) continue;
    for (const auto& thread : fs::directory_iterator(process.path() / "task", none)) {
      std::ifstream file(thread.path() / "schedstat");
      long long ran = 0, stood_in_line = 0;
      if (file >> ran >> stood_in_line) waited += std::chrono::nanoseconds(stood_in_line);
    }
  }
  return waited;
}

}  // namespace

Ending run(const Child& child) {
  // Everything that allocates happens before the fork: only simple system calls are allowed after.
  std::vector<std::string> words = child.command;
  std::vector<std::string> settings = environment_with(child.environment);
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> environment = pointers(settings);
  const std::string folder = child.folder.string();
  const std::string output = child.output.empty() ? "/dev/null" : child.output.string();

  const pid_t parent = ::getpid();
  const pid_t id = ::fork();
  if (id < 0) return {Ending::Kind::NotStarted, errno};
  if (id == 0) {
    ::setpgid(0, 0);
#if defined(__linux__)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
#else
    (void)parent;
#endif
    const int in = ::open("/dev/null", O_RDONLY);
    const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
    if (in < 0 || out < 0 || ::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(out, 2) < 0)
      ::_exit(127);
    ::close(in);
    ::close(out);
    if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(127);
    limit(RLIMIT_CORE, 0);
    if (child.memory_limit > 0) limit(RLIMIT_AS, child.memory_limit);
    if (child.output_limit > 0) limit(RLIMIT_FSIZE, child.output_limit);
    ::execve(arguments[0], arguments.data(), environment.data());
    ::_exit(127);
  }
  ::setpgid(id, id);  // both sides do it: whoever comes first
  const Registered registered(id);

  auto deadline = Clock::now() + child.time_limit;
  std::chrono::nanoseconds granted{0};
  bool warned = child.last_words.count() == 0;
  bool too_late = false;
  auto pause = std::chrono::microseconds(200);
  for (;;) {
    int status = 0;
    const pid_t done = ::waitpid(id, &status, WNOHANG);
    if (done == id) {
      ::kill(-id, SIGKILL);  // what it left running
      return too_late ? Ending{Ending::Kind::TimedOut, 0} : ending_of(status);
    }
    if (done < 0 && errno != EINTR) return {Ending::Kind::NotStarted, errno};
    if (Clock::now() >= deadline && !too_late) {
      const auto waited = waited_for_a_processor(id);
      if (waited > granted + std::chrono::milliseconds(100)) {
        deadline += waited - granted;
        granted = waited;
        continue;
      }
    }
    if (Clock::now() >= deadline && !warned) {
      ::kill(id, SIGTERM);
      deadline += child.last_words;
      warned = too_late = true;
    } else if (Clock::now() >= deadline) {
      ::kill(-id, SIGKILL);
      ::waitpid(id, &status, 0);
      return {Ending::Kind::TimedOut, 0};
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::microseconds(5000));
  }
}

int run_by_lines(const std::vector<std::string>& command,
                 const std::vector<std::pair<std::string, std::string>>& environment,
                 void (*line)(void* context, const std::string& text), void* context) {
  std::vector<std::string> words = command;
  std::vector<std::string> settings = environment_with(environment);
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> variables = pointers(settings);
  int ends[2];
  if (::pipe(ends) != 0) return 127;
  const pid_t id = ::fork();
  if (id < 0) return 127;
  if (id == 0) {
    ::dup2(ends[1], 1);
    ::dup2(ends[1], 2);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string rest;
  std::array<char, 4096> block;
  for (;;) {
    const ssize_t size = ::read(ends[0], block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    rest.append(block.data(), static_cast<std::size_t>(size));
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      line(context, rest.substr(0, end));
      rest.erase(0, end + 1);
    }
  }
  ::close(ends[0]);
  if (!rest.empty()) line(context, rest);
  int status = 0;
  while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace course
