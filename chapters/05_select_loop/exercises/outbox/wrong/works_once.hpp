// Wrong: watches when the first bytes do not fit, and never again. (hint 3)
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
    if (!unsent_.empty() && !watched_) loop_.add_writer(socket_, [this] { flush(); });
    watched_ = true;
  }
  std::size_t waiting() const { return unsent_.size(); }

 private:
  void flush() {
    const ssize_t sent = send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
    if (unsent_.empty()) loop_.remove_writer(socket_);
  }

  EventLoop& loop_;
  int socket_;
  bool watched_ = false;
  std::string unsent_;
};
