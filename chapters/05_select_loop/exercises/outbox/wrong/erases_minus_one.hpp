// Wrong: takes the -1 of a full socket for a number of bytes, and erases all. (hint 1)
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
  }
  std::size_t waiting() const { return unsent_.size(); }

 private:
  void flush() {
    unsent_.erase(0, send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL));
    if (unsent_.empty())
      loop_.remove_writer(socket_);
    else
      loop_.add_writer(socket_, [this] { flush(); });
  }

  EventLoop& loop_;
  int socket_;
  std::string unsent_;
};
