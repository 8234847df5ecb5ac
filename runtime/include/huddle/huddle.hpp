#pragma once

/// @file
/// @brief All of Huddle. For durations such as `1s`, say `using namespace std::chrono_literals`.

#include "huddle/barrier.hpp"
#include "huddle/condition.hpp"
#include "huddle/context_var.hpp"
#include "huddle/coro.hpp"
#include "huddle/errors.hpp"
#include "huddle/event.hpp"
#include "huddle/exception_group.hpp"
#include "huddle/future.hpp"
#include "huddle/gather.hpp"
#include "huddle/generator.hpp"
#include "huddle/lock.hpp"
#include "huddle/loop.hpp"
#include "huddle/queue.hpp"
#include "huddle/readiness.hpp"
#include "huddle/run.hpp"
#include "huddle/semaphore.hpp"
#include "huddle/shield.hpp"
#include "huddle/sleep.hpp"
#include "huddle/task.hpp"
#include "huddle/task_group.hpp"
#include "huddle/task_tree.hpp"
#include "huddle/thread_pool.hpp"
#include "huddle/timeout.hpp"
#include "huddle/with.hpp"
