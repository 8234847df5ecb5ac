#include "program.hpp"

#include "files.hpp"
#include "places.hpp"

namespace course {

Program compile_program(const std::string& name, const fs::path& source,
                        const std::vector<fs::path>& folders, bool optimised, Check check) {
  Fingerprint print;
  add_toolchain(print);
  print.add(optimised ? "-O2" : "");
  print.add(std::to_string(static_cast<int>(check)));
  add_sources(print, source, folders);
  const fs::path place = cache_folder() / "programs";
  Program program;
  program.file = place / (name + '-' + print.name());
  program.compiled.ending = {Ending::Kind::Exited, 0};
  std::error_code none;
  if (fs::exists(program.file, none)) return program;

  const Workshop shop;
  copy_source(source, shop / "program.cpp");
  std::vector<std::string> command = compiler_command(folders, check);
  if (optimised) command.push_back("-O2");
  command.insert(command.end(),
                 {(shop / "program.cpp").string(), "-o", (shop / "program").string()});
  program.compiled = compile(shop, command);
  if (!program.compiled.well()) return program;
  // The one of this name that was built before goes.
  make_folder(place);
  for (const auto& entry : fs::directory_iterator(place, none))
    if (entry.path().filename().string().starts_with(name + '-')) fs::remove(entry.path(), none);
  fs::rename(shop / "program", program.file);
  return program;
}

}  // namespace course
