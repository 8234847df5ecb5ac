#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "task.hpp"

/// @file
/// @brief What else a task can wait for: time to pass, a socket to be ready.

namespace ch07 {

/// Does `exit` when its scope ends, by an error too.
template <class Exit>
struct OnExit {
  Exit exit;
  ~OnExit() { exit(); }
};

/// Sleeps for `duration`. Who sleeps for no time lets the others have a turn.
inline Coro<void> sleep(ch05::Duration duration) {
  EventLoop& loop = running_loop();
  if (duration <= duration.zero()) co_return co_await ch06::YieldToEventLoop(loop);
  Future<void> over(loop);
  const auto timer = loop.call_later(duration, [over] { over.settle([] {}); });
  const OnExit exit{[&] { timer.cancel(); }};
  co_await over;
}

/// Waits until `fd` can be read, or written to. One task at a time, for each of the two.
inline Coro<void> ready(int fd, bool to_write) {
  EventLoop& loop = running_loop();
  Future<void> is_ready(loop);
  const auto on_ready = [is_ready] { is_ready.settle([] {}); };
  to_write ? loop.add_writer(fd, on_ready) : loop.add_reader(fd, on_ready);
  const OnExit exit{[&] { to_write ? loop.remove_writer(fd) : loop.remove_reader(fd); }};
  co_await is_ready;
}

/// Makes a system call on `fd`; where it would block, again once `fd` is ready.
/// @throws std::system_error when it fails; `name` is what it is called.
template <class Call>
Coro<std::size_t> when_ready(int fd, bool to_write, const char* name, Call call) {
  ssize_t result;
  while ((result = call()) < 0 && errno == EAGAIN) co_await ready(fd, to_write);
  if (result < 0) throw std::system_error(errno, std::generic_category(), name);
  co_return static_cast<std::size_t>(result);
}

/// Receives what is there, `most` bytes at most. Nothing means that the other side has closed.
inline Coro<std::string> sock_recv(int socket, std::size_t most) {
  std::string data(most, '\0');
  const auto receive = [&] { return recv(socket, data.data(), data.size(), MSG_DONTWAIT); };
  data.resize(co_await when_ready(socket, false, "recv", receive));
  co_return data;
}

/// Sends all of `data`, in as many pieces as it takes.
inline Coro<void> sock_sendall(int socket, std::string data) {
  std::string_view rest = data;
  const auto send_some = [&] {
    return send(socket, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  };
  while (!rest.empty()) rest.remove_prefix(co_await when_ready(socket, true, "send", send_some));
}

/// Accepts a connection. `listener` must not block.
/// @return the connection's descriptor, which is yours to close.
inline Coro<int> sock_accept(int listener) {
  const auto accept_one = [=] { return accept(listener, nullptr, nullptr); };
  co_return static_cast<int>(co_await when_ready(listener, false, "accept", accept_one));
}

}  // namespace ch07
