#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include "task.hpp"

/// @file
/// @brief What a task can wait for: a future, another task, a while, a socket.

namespace ch07 {

/// Waits for a future. Who is cancelled meanwhile cancels the future, or whatever `cancel` cancels.
template <class T>
class FutureAwait : public ch06::Suspension {
 public:
  explicit FutureAwait(const Future<T>& future)
      : FutureAwait(future, [future](const std::string& why) { return future.cancel(why); }) {}
  FutureAwait(const Future<T>& future, Cancel cancel)
      : Suspension([future](Callback wake) {
          future.add_done_callback([wake = std::move(wake)](const Future<T>&) { wake(); });
        }),
        future_(future),
        cancel_(std::move(cancel)) {}

  bool await_ready() const noexcept { return future_.done(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> waiter) {
    Suspension::await_suspend(waiter);
    if (current_task()) current_task()->awaits(cancel_);
  }
  /// A copy of the value. A value that cannot be copied is moved out.
  T await_resume() {
    Suspension::await_resume();
    if constexpr (std::is_object_v<T> && !std::is_copy_constructible_v<T>)
      return future_.take();
    else
      return future_.result();
  }

 private:
  Future<T> future_;
  Cancel cancel_;
};

/// Waits for a task. Who is cancelled meanwhile cancels the task.
/// @throws std::logic_error when it is the task that runs.
template <class T>
FutureAwait<T> operator co_await(const Task<T>& task) {
  if (task.is(current_task())) throw std::logic_error(task.name() + " cannot await itself");
  return FutureAwait<T>(task.future(), [task](const std::string& why) { return task.cancel(why); });
}

}  // namespace ch07

/// Waits for a future: it is an arrangement, "call me when you are done".
namespace ch03 {
template <class T>
ch07::FutureAwait<T> operator co_await(const Future<T>& future) {
  return ch07::FutureAwait<T>(future);
}
}  // namespace ch03

namespace ch07 {

/// Does `exit` when its scope ends, by an error too.
template <class Exit>
struct OnExit {
  Exit exit;
  ~OnExit() { exit(); }
};

/// Sleeps for `duration`. One that is cancelled takes its timer back.
inline Coro<void> sleep(ch05::Duration duration) {
  Future<void> over(running_loop());
  const auto timer = running_loop().call_later(duration, [over] { over.set_result(); });
  const OnExit exit{[&] { timer.cancel(); }};
  co_await over;
}

/// Waits until `descriptor` can be read, or written to. One task at a time, for each of the two.
inline Coro<void> ready(int descriptor, bool for_writing) {
  EventLoop& loop = running_loop();
  Future<void> is_ready(loop);
  const auto on_ready = [is_ready] {
    if (!is_ready.done()) is_ready.set_result();
  };
  for_writing ? loop.add_writer(descriptor, on_ready) : loop.add_reader(descriptor, on_ready);
  const OnExit stop(
      [&] { for_writing ? loop.remove_writer(descriptor) : loop.remove_reader(descriptor); });
  co_await is_ready;
}

/// Makes a system call on a socket, and again once it is ready, for as long as it would block.
template <class Call>
Coro<ssize_t> when_ready(const char* name, int socket, bool for_writing, Call call) {
  for (;;) {
    const ssize_t result = call();
    if (result >= 0) co_return result;
    if (errno == EAGAIN || errno == EWOULDBLOCK)
      co_await ready(socket, for_writing);
    else if (errno != EINTR)
      throw std::system_error(errno, std::generic_category(), name);
  }
}

/// Receives what is there, `most` bytes at most. Nothing means that the other side has closed.
inline Coro<std::string> sock_recv(int socket, std::size_t most) {
  std::string data(most, '\0');
  const auto receive = [&] { return recv(socket, data.data(), data.size(), MSG_DONTWAIT); };
  data.resize(static_cast<std::size_t>(co_await when_ready("recv", socket, false, receive)));
  co_return data;
}

/// Sends all of `data`, in as many pieces as it takes.
inline Coro<void> sock_sendall(int socket, std::string data) {
  std::string_view rest = data;
  const auto send_some = [&] {
    return send(socket, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  };
  while (!rest.empty())
    rest.remove_prefix(
        static_cast<std::size_t>(co_await when_ready("send", socket, true, send_some)));
}

/// Accepts a connection.
/// @return its descriptor, which is yours to close.
inline Coro<int> sock_accept(int listener) {
  const auto accept_one = [=] {
    return accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  };
  co_return static_cast<int>(co_await when_ready("accept", listener, false, accept_one));
}

}  // namespace ch07
