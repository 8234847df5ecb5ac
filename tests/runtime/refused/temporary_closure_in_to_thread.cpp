// Refused by g++ 12: destroys this closure twice
#include <string>

#include "huddle/huddle.hpp"

huddle::Coro<std::size_t> measures(std::string text) {
#ifdef WRONG
  co_return co_await huddle::to_thread([text] { return text.size(); });
#else
  auto job = [text] { return text.size(); };
  co_return co_await huddle::to_thread(huddle::owned(job));
#endif
}
