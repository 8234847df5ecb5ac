#pragma once

#include <exception>
#include <future>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "huddle/remote.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief Work for a loop, ordered by another thread.

namespace huddle {

/// The coroutine behind run_coroutine_threadsafe().
template <class T>
Coro<void> deliver(Coro<T> coroutine, std::shared_ptr<std::promise<T>> promise) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(coroutine);
      promise->set_value();
    } else {
      promise->set_value(co_await std::move(coroutine));
    }
  } catch (...) {
    promise->set_exception(std::current_exception());
  }
}

/// Runs `callable(arguments...)`, which makes a coroutine, as a task of the loop of `remote`, from
/// any thread. Copies of both go there. Do not wait for the result on the loop's own thread.
///
///     std::future<int> answer = run_coroutine_threadsafe(remote, ask, "how many?");
///     std::cout << answer.get();
///
/// @return a future of what the coroutine returns or throws; of a std::future_error where the loop
///         closes before it has ended.
/// @throws InvalidStateError when the loop is closed.
template <class Callable, class... Arguments>
auto run_coroutine_threadsafe(const RemoteLoop& remote, Callable callable, Arguments... arguments)
    -> std::future<CoroResult<Callable&, Arguments&&...>> {
  using T = CoroResult<Callable&, Arguments&&...>;
  auto promise = std::make_shared<std::promise<T>>();
  std::future<T> result = promise->get_future();
  remote.call_soon_threadsafe(
      [promise = std::move(promise), callable = std::move(callable),
       arguments = std::tuple<Arguments...>(std::move(arguments)...)]() mutable {
        auto coroutine = std::apply(
            [&callable](Arguments&... each) {
              return call_in_frame<Callable, Arguments...>(std::move(callable), std::move(each)...);
            },
            arguments);
        create_task(deliver<T>(std::move(coroutine), std::move(promise)));
      });
  return result;
}

}  // namespace huddle
