#include "select_selector.hpp"

#include <sys/select.h>

#include <cerrno>
#include <stdexcept>
#include <string>

#include "sys.hpp"

namespace huddle {

void SelectSelector::watch(int descriptor, std::uint32_t generation, Interest, Interest interest) {
  if (descriptor < 0 || descriptor >= FD_SETSIZE)
    throw std::invalid_argument("select() cannot watch descriptor " + std::to_string(descriptor) +
                                ": it takes 0 to " + std::to_string(FD_SETSIZE - 1) +
                                "; use the backend epoll");
  if (interest.read || interest.write)
    watched_.insert_or_assign(descriptor, Watched{interest, generation});
  else
    watched_.erase(descriptor);
}

void SelectSelector::wait(std::optional<Duration> timeout, std::vector<ReadyEvent>& events) {
  fd_set read, write;
  FD_ZERO(&read);
  FD_ZERO(&write);
  for (const auto& [descriptor, watched] : watched_) {
    if (watched.interest.read) FD_SET(descriptor, &read);
    if (watched.interest.write) FD_SET(descriptor, &write);
  }
  const int end = watched_.empty() ? 0 : watched_.rbegin()->first + 1;
  const int count = sys::select(end, &read, &write, timeout);
  if (count < 0 && errno == EBADF) return find_closed(events);
  if (count < 0) sys::fail("select(" + std::to_string(end) + ")");
  if (count == 0) return;
  for (const auto& [descriptor, watched] : watched_) {
    const Interest ready{FD_ISSET(descriptor, &read) != 0, FD_ISSET(descriptor, &write) != 0};
    if (ready.read || ready.write) events.push_back({descriptor, watched.generation, ready});
  }
}

// One that was closed while it was watched counts as ready: whoever waits for it finds out when
// reading, and where nobody does, it is not watched any more.
void SelectSelector::find_closed(std::vector<ReadyEvent>& events) const {
  for (const auto& [descriptor, watched] : watched_)
    if (!sys::is_open(descriptor)) events.push_back({descriptor, watched.generation, {true, true}});
}

}  // namespace huddle
