#include "fingerprint.hpp"

#include <cstdio>

#include "files.hpp"

namespace course {

void Fingerprint::add(std::string_view text) {
  constexpr std::uint64_t prime = 1099511628211u;
  const auto take = [&](unsigned char letter) {
    one_ = (one_ ^ letter) * prime;
    other_ = (other_ * prime) ^ letter ^ (other_ >> 29);
  };
  // The length first: "ab" + "c" is not "a" + "bc".
  for (std::size_t size = text.size(), i = 0; i < 8; ++i, size >>= 8)
    take(static_cast<unsigned char>(size));
  for (char letter : text) take(static_cast<unsigned char>(letter));
}

void Fingerprint::add_file(const std::filesystem::path& file) {
  add(file.string());
  add(read_file(file));
}

std::string Fingerprint::name() const {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(one_),
                static_cast<unsigned long long>(other_));
  return text;
}

}  // namespace course
