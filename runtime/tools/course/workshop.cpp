#include "workshop.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "files.hpp"
#include "mistake.hpp"
#include "places.hpp"

namespace course {

Workshop::Workshop() {
  make_folder(cache_folder());
  std::string name = (cache_folder() / "work-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw Mistake("Cannot write in " + shown(cache_folder()) + ": " + std::strerror(errno) +
                      ". Make it writable; all in it may be deleted.",
                  1);
  folder_ = name;
}

Workshop::~Workshop() {
  std::error_code none;
  fs::remove_all(folder_, none);
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + '"';
}

void copy_source(const fs::path& source, const fs::path& copy) {
  write_file(copy, "#line 1 " + quoted(source.string()) + '\n' + read_file(source));
}

}  // namespace course
