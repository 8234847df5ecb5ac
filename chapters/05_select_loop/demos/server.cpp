// An echo server on the loop: it sends back whatever it receives, to any number of clients at once,
// until Ctrl-C. It listens on the port that is given, or on one that the system chooses.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <system_error>

#include "event_loop.hpp"

using namespace ch05;
using namespace std::chrono_literals;

namespace {

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// Whether a call on a socket failed only because there is nothing to do right now.
bool not_yet() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

class EchoServer {
 public:
  EchoServer(EventLoop& loop, int listener) : loop_(loop), listener_(listener) { listen(); }

 private:
  void listen() {
    loop_.add_reader(listener_, [this] { accept(); });
  }

  void accept() {
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const int client = ::accept(listener_, reinterpret_cast<sockaddr*>(&from), &size);
    if (client < 0) return cannot_accept();
    fcntl(client, F_SETFL, O_NONBLOCK);
    std::cout << "accepted " << client << " from port " << ntohs(from.sin_port) << std::endl;
    try {
      loop_.add_reader(client, [this, client] { receive(client); });
    } catch (const std::invalid_argument& error) {
      std::cout << "refusing " << client << ": " << error.what() << std::endl;
      ::close(client);
    }
  }

  // [write]
  void receive(int client) {
    char buffer[65536];
    const ssize_t received = recv(client, buffer, sizeof buffer, 0);
    if (received < 0 && not_yet()) return;
    if (received <= 0) return close(client);  // the end, or a reset
    std::cout << "echoing " << received << " bytes to " << client << std::endl;
    unsent_[client].assign(buffer, static_cast<std::size_t>(received));
    send(client);
  }

  void send(int client) {
    std::string& unsent = unsent_[client];
    const ssize_t sent = ::send(client, unsent.data(), unsent.size(), MSG_NOSIGNAL);
    if (sent < 0 && !not_yet()) return close(client);
    if (sent > 0) unsent.erase(0, static_cast<std::size_t>(sent));
    // Who does not read what it asked for is not read from, either.
    if (unsent.empty() && loop_.remove_writer(client))
      loop_.add_reader(client, [this, client] { receive(client); });
    else if (!unsent.empty() && loop_.remove_reader(client))
      loop_.add_writer(client, [this, client] { send(client); });
  }
  // [write]

  void close(int client) {
    std::cout << "closing " << client << std::endl;
    loop_.remove_reader(client);
    loop_.remove_writer(client);
    unsent_.erase(client);
    ::close(client);  // last: from here on the number may be somebody else's
  }

  void cannot_accept() {
    if (not_yet() || errno == ECONNABORTED) return;  // the client has gone again
    // Too many open files, most likely. Come back when some may be closed.
    std::cout << "cannot accept: " << std::generic_category().message(errno) << std::endl;
    loop_.remove_reader(listener_);
    loop_.call_later(1s, [this] { listen(); });
  }

  EventLoop& loop_;
  int listener_;
  std::map<int, std::string> unsent_;  // what has been received and not sent back yet, by client
};

// A socket that listens on this machine, and the port that it got.
int listen_on(in_port_t& port) {
  const int listener = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
  checked(fcntl(listener, F_SETFL, O_NONBLOCK), "fcntl");
  const int yes = 1;
  checked(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "setsockopt");
  sockaddr_in address{};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  checked(bind(listener, reinterpret_cast<sockaddr*>(&address), size), "bind");
  checked(listen(listener, SOMAXCONN), "listen");
  checked(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  port = ntohs(address.sin_port);
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto port = static_cast<in_port_t>(argc > 1 ? std::atoi(argv[1]) : 0);
    EventLoop loop;
    EchoServer server(loop, listen_on(port));
    std::cout << "listening on port " << port << std::endl;
    loop.run_forever();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
