#include "huddle/thread_pool.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "debug.hpp"
#include "huddle/errors.hpp"
#include "huddle/report.hpp"

namespace huddle {

struct ThreadPool::Core {
  std::size_t most;
  std::mutex mutex;
  std::condition_variable work, ended;
  struct Posted {
    std::uint64_t number;
    Function<void()> call, tell;
    Where where;
  };
  std::deque<Posted> jobs;  // that have not begun
  std::list<Where> begun;   // where those were posted that run
  std::uint64_t posted = 0;
  std::size_t threads = 0, idle = 0;
  bool shut_down = false;

  // What a thread does. Its last action on the pool is to say that it ends.
  void serve() {
    std::unique_lock lock(mutex);
    ++idle;
    for (;;) {
      work.wait(lock, [this] { return shut_down || !jobs.empty(); });
      if (jobs.empty()) break;
      --idle;
      Posted job = std::move(jobs.front());
      jobs.pop_front();
      const auto place = begun.insert(begun.end(), job.where);
      lock.unlock();
      job.call();
      job.call.reset();
      lock.lock();
      begun.erase(place);
      ++idle;
      lock.unlock();
      job.tell();
      job.tell.reset();
      lock.lock();
    }
    --idle;
    --threads;
    ended.notify_all();
  }
};

namespace {
std::size_t usual_threads() {
  return std::min<std::size_t>(32, std::max(1u, std::thread::hardware_concurrency()) + 4);
}

// Signals of the process go to the threads that were there before: one that begins meanwhile takes
// none.
class NoSignals {
 public:
  NoSignals() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  NoSignals(const NoSignals&) = delete;
  ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};
}  // namespace

ThreadPool::ThreadPool(std::size_t most) : core_(std::make_shared<Core>()) {
  core_->most = most > 0 ? most : usual_threads();
}

ThreadPool::~ThreadPool() {
  if (!core_->shut_down) shutdown();
}

std::uint64_t ThreadPool::post(Function<void()> job, Where where) {
  return post(
      core_, std::move(job), [] {}, where);
}

std::uint64_t ThreadPool::post(const std::shared_ptr<Core>& core, Function<void()> job,
                               Function<void()> tell, const Where& where) {
  std::unique_lock lock(core->mutex);
  if (core->shut_down)
    throw InvalidStateError("the thread pool was shut down: it takes no more jobs");
  const std::uint64_t number = ++core->posted;
  core->jobs.push_back({number, std::move(job), std::move(tell), where});
  if (core->idle < core->jobs.size() && core->threads < core->most) {
    try {
      const NoSignals inherited;
      std::thread([core] { core->serve(); }).detach();
      ++core->threads;
    } catch (...) {  // there is no thread to be had: without any, the job would never run
      if (core->threads == 0) {
        core->jobs.pop_back();
        throw;
      }
    }
  }
  lock.unlock();  // or the thread would wake up to wait for it
  core->work.notify_one();
  return number;
}

bool ThreadPool::remove(std::uint64_t number) noexcept {
  return remove(*core_, number);
}

bool ThreadPool::remove(Core& core, std::uint64_t number) noexcept {
  Function<void()> removed;  // ends outside of the lock
  const std::lock_guard lock(core.mutex);
  const auto job = std::find_if(core.jobs.begin(), core.jobs.end(),
                                [=](const auto& job) { return job.number == number; });
  if (job == core.jobs.end()) return false;
  removed = std::move(job->call);
  core.jobs.erase(job);
  return true;
}

bool ThreadPool::shutdown(Duration limit) {
  std::unique_lock lock(core_->mutex);
  core_->shut_down = true;
  core_->work.notify_all();
  const auto all_ended = [this] { return core_->threads == 0; };
  if (limit == Duration::max()) return core_->ended.wait(lock, all_ended), true;
  if (core_->ended.wait_for(lock, limit, all_ended)) return true;
  std::vector<Where> left(core_->begun.begin(), core_->begun.end());
  for (const Core::Posted& job : core_->jobs) left.push_back(job.where);
  lock.unlock();
  for (const Where& where : left)
    report(Report("a call on a thread is not done in time, and is left behind", nullptr, where));
  return false;
}

void PoolJobWaiter::begin() {
  Loop& loop = this->loop();
  job_->waiter_ = this;
  // The loop expects the end of the job, whether anybody still waits for it then or not. So the job
  // needs no RemoteLoop, whose end would wake the loop a second time.
  const Where where = place_of(*task_);
  auto call = [job = job_] { job->call(); };
  auto tell = [job = job_, inbox = loop.inbox(), where, &loop]() mutable {
    try {
      inbox->post(
          [job = std::move(job), &loop] {
            loop.expect(-1);
            if (job->waiter_) job->waiter_->fire();
          },
          where);
    } catch (const InvalidStateError&) {
      // The loop is closed, and nobody wants to know any more.
    }
  };
  job_->number_ = ThreadPool::post(job_->pool_, std::move(call), std::move(tell), where);
  loop.expect(+1);
}

bool PoolJobWaiter::cancel() noexcept {
  if (ThreadPool::remove(*job_->pool_, job_->number_)) {
    loop().expect(-1);
  } else if (job_->when_cancelled_ == WhenCancelled::wait) {
    return false;
  }
  return Waiter::cancel();
}

namespace {
struct DefaultPool {
  ThreadPool pool;
  ~DefaultPool() { pool.shutdown(std::chrono::minutes(5)); }
};
}  // namespace

ThreadPool& default_pool() {
  return Loop::running().belonging<DefaultPool>().pool;
}

}  // namespace huddle
