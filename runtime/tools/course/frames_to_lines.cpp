#include "frames_to_lines.hpp"

#include <regex>
#include <sstream>

#include "build_settings.hpp"
#include "child.hpp"
#include "files.hpp"
#include "places.hpp"
#include "words.hpp"

namespace course {

namespace {

struct Line {
  fs::path file;
  std::string number;
};

// The line of each address, innermost first; those that are not known are left out.
std::vector<Line> lines_of_addresses(const std::string& addresses, const Workshop& shop,
                                     const fs::path& program) {
  Child search;
  search.command = {addr2line, "--inlines", "-e", program.string()};
  std::istringstream words(addresses);
  for (std::string address; words >> address;) search.command.push_back("0x" + address);
  search.folder = shop.folder();
  search.output = shop / "lines.txt";
  search.time_limit = std::chrono::seconds(10);
  if (!run(search).well()) return {};
  std::vector<Line> found;
  static const std::regex form(R"((.+):(\d+)(?: \(discriminator \d+\))?)");
  for (const std::string& line : lines_of(read_file(search.output)))
    if (std::smatch parts; std::regex_match(line, parts, form) && parts[2] != "0")
      found.push_back({fs::path(parts[1].str()).lexically_normal(), parts[2]});
  return found;
}

bool is_below(const fs::path& file, const fs::path& folder) {
  return file.string().starts_with(folder.string() + '/');
}

// The one that tells the reader most.
const Line* best(const std::vector<Line>& lines, const Plan& plan) {
  for (const Line& line : lines)
    if (is_below(line.file, my_folder())) return &line;
  for (const Line& line : lines)
    if (line.file == plan.test) return &line;
  for (const Line& line : lines)
    if (is_below(line.file, chapters_folder())) return &line;
  return nullptr;
}

}  // namespace

std::string with_lines(const std::string& report, const Workshop& shop, const fs::path& program,
                       const Plan& plan) {
  const std::string mark = "frames\t";
  std::string result;
  for (const std::string& line : lines_of(report)) {
    if (!line.starts_with(mark)) {
      result += line + '\n';
    } else {
      const auto lines = lines_of_addresses(line.substr(mark.size()), shop, program);
      if (const Line* place = best(lines, plan))
        result += "at\t" + place->file.string() + '\t' + place->number + '\n';
    }
  }
  return result;
}

}  // namespace course
