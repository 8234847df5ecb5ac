// Exercise: find out why bytes get lost here, and why the loop never rests; and mend it.
#pragma once

#include <sys/socket.h>

#include <string>

#include "event_loop.hpp"

using namespace ch05;

/// Sends what it is given over a non-blocking socket, all of it, in order, and as fast as the other
/// side takes it. It watches the socket only while bytes are waiting.
class Outbox {
 public:
  Outbox(EventLoop& loop, int socket) : loop_(loop), socket_(socket) {}

  /// Sends `bytes`, or as many as fit now; the others later. Never waits.
  void put(const std::string& bytes) {
    unsent_ += bytes;
    flush();
    loop_.add_writer(socket_, [this] { flush(); });
  }
  /// How many bytes are waiting.
  std::size_t waiting() const { return unsent_.size(); }

 private:
  void flush() {
    send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    unsent_.clear();
  }

  EventLoop& loop_;
  int socket_;
  std::string unsent_;
};
