#include "show.hpp"

#include <iostream>

#include "terminal.hpp"
#include "words.hpp"

namespace course {

void show_trouble(const std::string& subject, const Trouble& trouble) {
  if (!trouble.compiles) {
    std::cout << subject << " does not compile:\n";
    const std::string where = trouble.place.empty() ? "" : trouble.place + ": ";
    std::cout << wrapped(trouble.meaning, 2) << "  " << where << trouble.what << '\n';
    if (!trouble.source_line.empty()) std::cout << "    " << dim(trouble.source_line) << '\n';
    if (!trouble.suspicion.empty()) std::cout << wrapped(trouble.suspicion, 2);
    return;
  }
  std::cout << subject << " fails this test:\n" << wrapped(trouble.test, 2);
  if (!trouble.reason.empty()) std::cout << wrapped(trouble.reason, 4);
  if (!trouble.what.empty()) std::cout << wrapped(trouble.what, 4);
  if (!trouble.place.empty()) std::cout << "    " << dim(trouble.place) << '\n';
  if (!trouble.warning.empty())
    std::cout << "  The compiler warns:\n" << wrapped(trouble.warning, 4);
  if (!trouble.printed.empty()) {
    std::cout << "  Until then it printed:\n";
    constexpr std::size_t shown_lines = 10;
    const auto lines = lines_of(trouble.printed);
    for (std::size_t i = 0; i < lines.size() && i < shown_lines; ++i)
      std::cout << "    | " << lines[i] << '\n';
    if (lines.size() > shown_lines) std::cout << "    | … and more\n";
  }
}

}  // namespace course
