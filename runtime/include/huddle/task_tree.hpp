#pragma once

#include <iosfwd>
#include <string>

/// @file
/// @brief Who waits for whom, and where.

namespace huddle {

class Loop;
class TaskState;

/// A task in a line: its name, its state, what it waits for, and how many requests to end it has.
///
///     fetch pending, waits for a timer, cancelling 1, made at fetch.cpp:12
std::string to_string(const TaskState& task);
/// The awaits that lead to where a task waits, outermost first, each with its place.
void print_stack(const TaskState& task, std::ostream& out);
/// All tasks of `loop` that have not ended, each with what it waits for and the awaits that lead
/// there, outermost first. A task that another awaits stands below that one.
///
///     Task-1 waits for Task-2
///       at fetch.cpp:21 in main
///       Task-2 waits for a future
///         at fetch.cpp:9 in fetch
std::string task_tree(const Loop& loop);
/// Prints the tree of the loop that runs on this thread. @throws InvalidStateError when none does.
void print_task_tree(std::ostream& out);

}  // namespace huddle
