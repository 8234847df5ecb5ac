// Wrong: loses nothing, but never stops watching. (hint 2)
#pragma once

#include <sys/socket.h>

#include <string>

#include "event_loop.hpp"

using namespace ch05;

class Outbox {
 public:
  Outbox(EventLoop& loop, int socket) : loop_(loop), socket_(socket) {}

  void put(const std::string& bytes) {
    unsent_ += bytes;
    flush();
    loop_.add_writer(socket_, [this] { flush(); });
  }
  std::size_t waiting() const { return unsent_.size(); }

 private:
  void flush() {
    const ssize_t sent = send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
  }

  EventLoop& loop_;
  int socket_;
  std::string unsent_;
};
