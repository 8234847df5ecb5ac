// An echo server and a ticker in one thread, until Ctrl-C. It listens on the port that is given, or
// on one that the system chooses.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <system_error>

#include "waiting.hpp"

using namespace ch07;
using namespace std::chrono_literals;

namespace {

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

int port_of(int socket, decltype(getsockname) name = getsockname) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  name(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

// [echo]
Coro<void> echo(int client) {
  std::cout << "accepted " << client << " from port " << port_of(client, getpeername) << std::endl;
  const OnExit closing{[client] {
    std::cout << "closing " << client << std::endl;
    close(client);
  }};
  try {
    std::string data = co_await sock_recv(client, 65536);
    while (!data.empty()) {
      std::cout << "echoing " << data.size() << " bytes to " << client << std::endl;
      co_await sock_sendall(client, std::move(data));
      data = co_await sock_recv(client, 65536);
    }
  } catch (const std::exception&) {
    // the connection broke off: close it, too
  }
}

Coro<void> ticks() {
  for (int seconds = 1;; ++seconds) {
    co_await sleep(1s);
    std::cout << "up for " << seconds << " s" << std::endl;
  }
}
// [echo]

// [interrupt]
int interrupts[2];  // a pipe: the handler writes into it, and the loop watches the other end

void on_interrupt(int) {
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(interrupts[1], "!", 1);
  errno = error;
}
// [interrupt]

// [serve]
Coro<void> serve(int listener) {
  EventLoop& loop = running_loop();
  loop.add_reader(interrupts[0], [main = current_task()] { main->cancel("Ctrl-C"); });
  // Nobody reads what is in the pipe: one Ctrl-C is enough.
  const OnExit stop_watching{[&] { loop.remove_reader(interrupts[0]); }};
  create_task(ticks(), "ticker");
  for (;;) {
    bool again = false;
    try {
      int client = co_await sock_accept(listener);
      create_task(echo(client));
    } catch (const std::system_error& error) {
      std::cout << error.what() << std::endl;
      again = true;  // too many open files, most likely: come back when some may be closed
    }
    if (again) co_await sleep(1s);
  }
}
// [serve]

// A socket that listens on this machine, and does not block.
int listen_on(int port) {
  const int listener =
      checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  const int yes = 1;
  checked(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "setsockopt");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  checked(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  checked(listen(listener, SOMAXCONN), "listen");
  return listener;
}

}  // namespace

// [main]
int main(int argc, char** argv) {
  try {
    const int listener = listen_on(argc > 1 ? std::atoi(argv[1]) : 0);
    checked(pipe(interrupts), "pipe");
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second Ctrl-C ends it at once
    checked(sigaction(SIGINT, &action, nullptr), "sigaction");
    std::cout << "listening on port " << port_of(listener) << std::endl;
    run(serve(listener));
  } catch (const CancelledError& error) {
    std::cout << "the end: " << error.message << std::endl;
    return 130;  // what a shell expects of a program that Ctrl-C has ended
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
// [main]
