// Records a bug of a museum, or its cure, on virtual time: for the two players side by side.
// PROGRAM is its source. START is the coroutine that its main() runs, where it runs one; other
// programs have a main() with a loop of their own, whose time is told.
#include <functional>
#include <stdexcept>

#include "recording.hpp"
#include "virtual_time.hpp"

namespace ch05 {

// What time it is, on the loop that there is.
inline std::function<TimePoint()> now = [] { return TimePoint{}; };

template <class Loop>
class Told : public VirtualTime<Loop> {
 public:
  Told() {
    now = [this] { return this->time(); };
  }
  ~Told() {
    now = [end = this->time()] { return end; };
  }

 protected:
  bool poll(std::optional<Duration> timeout) override {
    if (++polls_ > 30) throw std::logic_error("it goes on for ever, and has been seen");
    return VirtualTime<Loop>::poll(timeout);
  }

 private:
  int polls_ = 0;
};

}  // namespace ch05

#define VirtualTime Told
#include PROGRAM
#undef VirtualTime

// The linker is told --wrap=main: the process begins in the second of these, and the first is the
// program's own main(). Renamed, that could no longer end without a return.
extern "C" int __real_main();
extern "C" int __wrap_main(int argc, char** argv) {
  course::Recording recording(argc, argv, [] { return ch05::now().time_since_epoch(); });
  try {
#ifdef START
    ch05::Told<EventLoop> loop;
    run(START(), loop);
#else
    __real_main();
#endif
  } catch (const std::logic_error&) {
    // Where the bug hangs, the loop finds that nothing can ever become ready.
  }
  return 0;
}
