#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "huddle/coro.hpp"
#include "huddle/gather.hpp"
#include "huddle/task.hpp"

/// @file
/// @brief The first one wins.

namespace huddle {

/// Waits until the first of several tasks has ended and the others, which it cancels then, have
/// ended as well. Lives in the frame of select().
class Race final : public Waiter {
 public:
  explicit Race(std::size_t most) : children_(std::make_unique<Child[]>(most)) {}

  void add(TaskState& task);
  bool await_ready() const noexcept { return false; }
  /// @return the number of the winner. @throws CancelledError when it was cancelled, and nobody
  /// won.
  std::size_t await_resume();
  bool pass_on() noexcept override;
  bool cancel() noexcept override;
  bool undo() noexcept override { return false; }
  std::string_view kind() const noexcept override { return "the first of several"; }
  void list_awaited(std::vector<TaskState*>& tasks) const override;

 private:
  // Stands in a task's line of observers. It acts inside of the task's end, at once: a loser that
  // is about to have its turn does not have it.
  struct Child final : Node {
    void fire() noexcept override;
    void turn() override;
    Race* parent = nullptr;
    std::size_t number = 0;
    Ref<TaskState> task;
  };
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  void begin() override {}
  void ended(Child& child) noexcept;
  void cancel_all() noexcept;

  std::unique_ptr<Child[]> children_;
  std::size_t count_ = 0;
  std::size_t left_ = 0;
  std::size_t winner_ = nobody;
  bool cancelled_ = false;
};

/// The result of the task of that number, in its place.
template <class Variant, class Tasks, std::size_t... I>
Variant chosen(const Tasks& tasks, std::size_t number, std::index_sequence<I...>) {
  std::optional<Variant> result;
  ((number == I
        ? static_cast<void>(result.emplace(std::in_place_index<I>, listed(std::get<I>(tasks))))
        : static_cast<void>(0)),
   ...);
  return std::move(*result);
}

/// Runs all `branches` as tasks, until the first has ended; then cancels the others, and waits
/// until they have cleaned up. What a loser was about to receive goes to somebody else: nothing is
/// lost when two are ready at once.
///
///     auto first = co_await select(messages.get(), closing.wait());
///     if (first.index() == 0) show(std::get<0>(first));
///
/// @return the winner's result, in its place; `None` for one that returns nothing.
/// @throws the winner's error. An error of a loser is reported.
///         Cancelled, it cancels all, and waits for them; but when one has won already, its result
///         arrives, and the request stays.
template <class... T>
requires(sizeof...(T) > 0) Coro<std::variant<Listed<T>...>> select(Coro<T>... branches) {
  std::tuple<Task<T>...> tasks{create_child(std::move(branches))...};
  Race race(sizeof...(T));
  std::apply([&race](auto&... task) { (race.add(task.state()), ...); }, tasks);
  const std::size_t winner = co_await awaiting(race);
  co_return chosen<std::variant<Listed<T>...>>(tasks, winner, std::index_sequence_for<T...>());
}

/// The same for whatever can be awaited.
template <class... Awaitables>
requires(sizeof...(Awaitables) > 0) HUDDLE_CORO_WRAPPER auto select(Awaitables... awaitables) {
  return select(coroutine_of(std::move(awaitables))...);
}

/// The same for any number of one type.
/// @return the number of the winner, and its result.
/// @throws std::invalid_argument when there are none.
template <class T>
Coro<std::pair<std::size_t, Listed<T>>> select(std::vector<Coro<T>> branches) {
  if (branches.empty()) throw std::invalid_argument("select() of no branch at all");
  std::vector<Task<T>> tasks;
  tasks.reserve(branches.size());
  Race race(branches.size());
  for (Coro<T>& branch : branches) {
    tasks.push_back(create_child(std::move(branch)));
    race.add(tasks.back().state());
  }
  const std::size_t winner = co_await awaiting(race);
  co_return std::pair<std::size_t, Listed<T>>(winner, listed(tasks[winner]));
}

}  // namespace huddle
