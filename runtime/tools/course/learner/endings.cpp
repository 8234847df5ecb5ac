#include "endings.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>

#include "frames.hpp"
#include "report.hpp"
#include "throws.hpp"

namespace learner {

namespace {

volatile sig_atomic_t over = false;
volatile sig_atomic_t placed = false;  // the report knows where it ended

void say_place(const Frames& frames) {
  if (placed) return;
  placed = frames.count > 0;
  say_frames(frames);
}

void out_of_memory() {
  say_place(frames_here());
  say("memory\n", 7);
  std::_Exit(1);
}

[[noreturn]] void terminated() {
  // The terminate handler runs while the error is being handled: it can be looked at.
  std::string what = "std::terminate was called";
  if (const std::exception_ptr error = std::current_exception()) {
    say_place(thrown_from(error));
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& known) {
      what = std::string("an error that nobody caught: ") + known.what();
    } catch (...) {
      what = "an error that nobody caught";
    }
  }
  say("terminated\t" + escaped(what) + '\n');
  std::abort();
}

void left() {
  if (over) return;
  say_place(frames_here());
  say("left\n", 5);
}

// The lowest address of the main thread's stack, and how far below it counts as running out of it.
std::uintptr_t stack_bottom = 0;
constexpr std::uintptr_t stack_margin = 1 << 20;

// Runs on a stack of its own: the other one may be what ran out.
void ended_by(int signal, siginfo_t* info, void*) {
  ::signal(signal, SIG_DFL);
  if (signal == SIGSEGV || signal == SIGBUS) {
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (address < 4096)
      say("null\n", 5);
    else if (address > stack_bottom - stack_margin && address < stack_bottom + stack_margin)
      say("stack\n", 6);
  }
  ::alarm(2);  // should what is broken keep us from finding out where
  say_place(frames_here());
  ::raise(signal);
}

void watch_signals() {
#if defined(__linux__)
  pthread_attr_t attributes;
  void* bottom = nullptr;
  std::size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    if (pthread_attr_getstack(&attributes, &bottom, &size) == 0)
      stack_bottom = reinterpret_cast<std::uintptr_t>(bottom);
    pthread_attr_destroy(&attributes);
  }
#endif
  alignas(16) static char own_stack[64 * 1024];
  stack_t stack{};
  stack.ss_sp = own_stack;
  stack.ss_size = sizeof own_stack;
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_sigaction = ended_by;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  // SIGTERM: the runner's way to say that the time is up.
  for (int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGXFSZ, SIGTERM})
    sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_endings() {
  find_program();
  std::set_new_handler(out_of_memory);
  std::set_terminate(terminated);
  std::atexit(left);
  watch_signals();
}

void tests_are_over() {
  over = true;
}

}  // namespace learner

// UndefinedBehaviorSanitizer calls the first when it has found something; the second says what. It
// is there only in programs that are built with it.
extern "C" void __ubsan_on_report();
extern "C" void __ubsan_get_current_report_data(const char** kind, const char** message,
                                                const char** file, unsigned* line, unsigned* column,
                                                char** memory) __attribute__((weak));

extern "C" void __ubsan_on_report() {
  if (__ubsan_get_current_report_data == nullptr) return;
  const char *kind = "", *message = "", *file = "";
  unsigned line = 0, column = 0;
  char* memory = nullptr;
  __ubsan_get_current_report_data(&kind, &message, &file, &line, &column, &memory);
  learner::say_place(learner::frames_here());
  learner::say("undefined\t" + learner::escaped(message) + '\n');
  std::_Exit(1);
}
