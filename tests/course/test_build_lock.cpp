// Two that build in the same folder take turns.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>

#include "build_lock.hpp"

using course::BuildLock;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("build lock " + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

// Listens to standard error.
class Heard : public std::stringbuf {
 public:
  Heard() : before_(std::cerr.rdbuf(this)) {}
  ~Heard() override { std::cerr.rdbuf(before_); }
  // Waits for a line.
  std::string line() { return line_.get_future().get(); }

 private:
  int sync() override {
    if (!heard_ && str().ends_with('\n')) line_.set_value(str()), heard_ = true;
    return 0;
  }

  bool heard_ = false;
  std::promise<std::string> line_;
  std::streambuf* before_;
};

}  // namespace

TEST(BuildLocks, the_first_waits_for_nobody) {
  const Folder folder;
  testing::internal::CaptureStderr();
  { const BuildLock one(folder.path / ".lock"); }
  { const BuildLock again(folder.path / ".lock"); }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(BuildLocks, the_second_says_that_it_waits_and_has_it_after_the_first) {
  const Folder folder;
  Heard heard;
  std::atomic<bool> has_it = false;
  std::optional<BuildLock> first(std::in_place, folder.path / ".lock");
  std::thread second([&] {
    const BuildLock lock(folder.path / ".lock");
    has_it = true;
  });
  EXPECT_EQ(heard.line(), "Another ./course is building; waiting …\n");
  EXPECT_FALSE(has_it);
  first.reset();
  second.join();
  EXPECT_TRUE(has_it);
}

TEST(BuildLocks, a_folder_that_takes_no_lock_is_no_reason_to_wait) {
  const BuildLock lock("/nowhere/at all/.lock");
}
