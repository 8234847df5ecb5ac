#include "compilation.hpp"

#include <algorithm>
#include <regex>

#include "build_settings.hpp"
#include "files.hpp"

namespace course {

namespace {

constexpr std::chrono::seconds time_limit{60};
constexpr std::size_t memory_limit = std::size_t{4} << 30;
constexpr std::size_t kept = std::size_t{1} << 16;  // of the compiler's words

}  // namespace

std::vector<std::string> compiler_command(const std::vector<fs::path>& folders, Check check) {
  std::vector<std::string> command{compiler};
  command.insert(command.end(), learner_flags.begin(), learner_flags.end());
  if (check != Check::Nothing)
    command.insert(command.end(), undefined_flags.begin(), undefined_flags.end());
  if (check == Check::Addresses)
    command.insert(command.end(), address_flags.begin(), address_flags.end());
  command.insert(command.end(), {"-Wall", "-fdiagnostics-color=never"});
  if (compiler_is_clang)
    command.insert(command.end(), {"-ferror-limit=1", "-fno-caret-diagnostics"});
  else
    command.insert(command.end(), {"-fmax-errors=1", "-fno-diagnostics-show-caret"});
  for (const fs::path& folder : folders) command.push_back("-I" + folder.string());
  return command;
}

std::vector<std::string> precompiled_header(Check check) {
  const fs::path folder = fs::path(learner_folder) / (check == Check::Nothing ? "" : "checked");
  const std::string header = (folder / "learner.hpp").string();
  if (compiler_is_clang) return {"-include-pch", header + ".pch"};
  return {"-include", header};
}

Compiled compile(const Workshop& shop, const std::vector<std::string>& command) {
  Child compilation;
  compilation.command = command;
  compilation.folder = shop.folder();
  compilation.output = shop / "compiler.txt";
  compilation.environment = {{"LC_ALL", "C"}};
  compilation.time_limit = time_limit;
  compilation.memory_limit = memory_limit;
  Compiled compiled;
  compiled.ending = run(compilation);
  compiled.says = read_file(compilation.output).substr(0, kept);
  return compiled;
}

void add_toolchain(Fingerprint& print) {
  print.add(compiler);
  print.add(compiler_version);
  std::error_code none;
  print.add(std::to_string(fs::file_size(compiler, none)));
  for (const Words& flags : {learner_flags, undefined_flags, address_flags})
    for (const char* flag : flags) print.add(flag);
  for (const char* object : learner_objects) print.add_file(object);
}

void add_sources(Fingerprint& print, const fs::path& source, const std::vector<fs::path>& folders) {
  static const std::regex include("(?:^|\\n)[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"\\n]+)[>\"]");
  std::vector<fs::path> files{source};
  for (std::size_t i = 0; i < files.size(); ++i) {
    print.add_file(files[i]);
    const std::string text = read_file(files[i]);
    for (std::sregex_iterator found(text.begin(), text.end(), include), end; found != end; ++found)
      for (const fs::path& folder : folders) {
        const fs::path file = folder / (*found)[1].str();
        std::error_code none;
        if (!fs::is_regular_file(file, none)) continue;
        if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
        break;
      }
  }
}

}  // namespace course
