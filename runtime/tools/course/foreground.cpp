#include "foreground.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <thread>

#include "mistake.hpp"

namespace course {

namespace {

std::atomic<pid_t> running = 0;

void pass_on(int signal) {
  if (const pid_t id = running) ::kill(id, signal);
}

// Ctrl-C is for the program, which has this process group's terminal: it decides, we wait. What is
// sent to us alone is passed on.
class Handed {
 public:
  Handed() {
    old_[0] = ::signal(SIGINT, SIG_IGN);
    old_[1] = ::signal(SIGQUIT, SIG_IGN);
    old_[2] = ::signal(SIGTERM, pass_on);
    old_[3] = ::signal(SIGHUP, pass_on);
  }
  Handed(const Handed&) = delete;
  Handed& operator=(const Handed&) = delete;
  ~Handed() {
    running = 0;
    const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    for (int i = 0; i < 4; ++i) ::signal(signals[i], old_[i]);
  }

 private:
  void (*old_[4])(int);
};

// 127 in the end, where the program could not be started.
[[noreturn]] void start(const std::vector<char*>& arguments, pid_t parent) {
#if defined(__linux__)
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
#else
  (void)parent;
#endif
  for (int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) ::signal(signal, SIG_DFL);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

Ending run_in_foreground(const std::vector<std::string>& command, std::chrono::seconds time_limit) {
  std::cout.flush();
  if (::access(command[0].c_str(), X_OK) != 0)
    throw Mistake("Cannot start " + command[0] + ": " + std::strerror(errno) + '.', 1);
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  const Handed handed;
  const pid_t parent = ::getpid();
  const pid_t id = ::fork();
  if (id < 0) throw Mistake("Cannot start " + command[0] + ": " + std::strerror(errno) + '.', 1);
  if (id == 0) start(arguments, parent);
  running = id;
  const bool limited = time_limit.count() > 0;
  const auto deadline = std::chrono::steady_clock::now() + time_limit;
  for (;;) {
    int status = 0;
    const pid_t done = ::waitpid(id, &status, limited ? WNOHANG : 0);
    if (done == id) {
      if (WIFSIGNALED(status)) return {Ending::Kind::Signalled, WTERMSIG(status)};
      return {Ending::Kind::Exited, WEXITSTATUS(status)};
    }
    if (done < 0 && errno != EINTR) return {Ending::Kind::NotStarted, errno};
    if (limited && std::chrono::steady_clock::now() >= deadline) {
      ::kill(id, SIGKILL);
      ::waitpid(id, &status, 0);
      return {Ending::Kind::TimedOut, 0};
    }
    if (limited) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

std::string signal_in_words(int signal) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS: return "crashed: segmentation fault.";
    case SIGABRT: return "crashed: abort() was called.";
    case SIGFPE: return "crashed: a division by zero.";
    case SIGILL:
    case SIGTRAP: return "crashed: illegal instruction.";
    case SIGKILL: return "was killed.";
    case SIGPIPE: return "wrote to somebody who does not listen any more.";
    case SIGTERM: return "was told to end.";
    default: return "was ended by signal " + std::to_string(signal) + '.';
  }
}

}  // namespace course
