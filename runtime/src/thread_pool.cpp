#include "huddle/thread_pool.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "huddle/errors.hpp"
#include "huddle/report.hpp"

namespace huddle {

struct ThreadPool::Core {
  std::size_t most;
  std::mutex mutex;
  std::condition_variable work, ended;
  std::deque<std::pair<std::uint64_t, Function<void()>>> jobs;
  std::uint64_t posted = 0;
  std::size_t threads = 0, idle = 0;
  bool shut_down = false;

  // What a thread does. Its last action on the pool is to say that it ends.
  void serve() {
    std::unique_lock lock(mutex);
    for (;;) {
      ++idle;
      work.wait(lock, [this] { return shut_down || !jobs.empty(); });
      --idle;
      if (jobs.empty()) break;
      {
        Function<void()> job = std::move(jobs.front().second);
        jobs.pop_front();
        lock.unlock();
        job();
      }
      lock.lock();
    }
    --threads;
    ended.notify_all();
  }
};

namespace {
std::size_t usual_threads() {
  return std::min<std::size_t>(32, std::max(1u, std::thread::hardware_concurrency()) + 4);
}
}  // namespace

ThreadPool::ThreadPool(std::size_t most) : core_(std::make_shared<Core>()) {
  core_->most = most > 0 ? most : usual_threads();
}

ThreadPool::~ThreadPool() {
  if (!core_->shut_down) shutdown();
}

std::uint64_t ThreadPool::post(Function<void()> job) {
  const std::lock_guard lock(core_->mutex);
  if (core_->shut_down)
    throw InvalidStateError("the thread pool was shut down: it takes no more jobs");
  const std::uint64_t number = ++core_->posted;
  core_->jobs.emplace_back(number, std::move(job));
  if (core_->idle < core_->jobs.size() && core_->threads < core_->most) {
    try {
      std::thread([core = core_] { core->serve(); }).detach();
      ++core_->threads;
    } catch (...) {  // there is no thread to be had: without any, the job would never run
      if (core_->threads == 0) {
        core_->jobs.pop_back();
        throw;
      }
    }
  }
  core_->work.notify_one();
  return number;
}

bool ThreadPool::remove(std::uint64_t number) noexcept {
  Function<void()> removed;  // ends outside of the lock
  const std::lock_guard lock(core_->mutex);
  const auto job = std::find_if(core_->jobs.begin(), core_->jobs.end(),
                                [=](const auto& job) { return job.first == number; });
  if (job == core_->jobs.end()) return false;
  removed = std::move(job->second);
  core_->jobs.erase(job);
  return true;
}

bool ThreadPool::shutdown(Duration limit) {
  std::unique_lock lock(core_->mutex);
  core_->shut_down = true;
  core_->work.notify_all();
  const auto all_ended = [this] { return core_->threads == 0; };
  if (limit == Duration::max()) return core_->ended.wait(lock, all_ended), true;
  return core_->ended.wait_for(lock, limit, all_ended);
}

void JobWaiter::begin() {
  Loop& loop = this->loop();
  job_->waiter_ = this;
  // The loop expects the end of the job, whether anybody still waits for it then or not.
  job_->number_ = job_->pool_.post([job = job_, remote = loop.remote(), &loop]() mutable {
    job->call();
    try {
      remote.call_soon_threadsafe([job = std::move(job), &loop] {
        loop.expect(-1);
        if (job->waiter_) job->waiter_->fire();
      });
    } catch (const InvalidStateError&) {
      // The loop is closed, and nobody wants to know any more.
    }
  });
  loop.expect(+1);
}

bool JobWaiter::cancel() noexcept {
  if (job_->pool_.remove(job_->number_)) {
    loop().expect(-1);
  } else if (job_->when_cancelled_ == WhenCancelled::wait) {
    return false;
  }
  return Waiter::cancel();
}

namespace {
struct DefaultPool {
  ThreadPool pool;
  ~DefaultPool() {
    if (!pool.shutdown(std::chrono::minutes(5)))
      report(Report("threads of the default pool are busy since 5 minutes: they are left behind"));
  }
};
}  // namespace

ThreadPool& default_pool() {
  return Loop::running().belonging<DefaultPool>().pool;
}

}  // namespace huddle
