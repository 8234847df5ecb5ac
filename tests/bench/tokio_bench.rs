// Tokio's rows, on its runtime for one thread. README.md says what one operation of each row is.
// The functions that are awaited are not inlined by force, nor kept from it: Rust sees through them.
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::{yield_now, JoinSet, LocalSet};
use tokio::time::{sleep, timeout, Instant, Sleep};

struct Counting;
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicI64 = AtomicI64::new(0);
// Loads and stores, since there is one thread: as cheap as a plain counter.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.store(ALLOCATIONS.load(Relaxed) + 1, Relaxed);
        BYTES.store(BYTES.load(Relaxed) + layout.size() as i64, Relaxed);
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        BYTES.store(BYTES.load(Relaxed) - layout.size() as i64, Relaxed);
        System.dealloc(memory, layout)
    }
}
#[global_allocator]
static ALLOCATOR: Counting = Counting;

static BRIEF: AtomicBool = AtomicBool::new(false);

fn scaled(count: u64) -> u64 {
    if BRIEF.load(Relaxed) && count > 1000 { count / 1000 } else { count }
}

/// Seconds of processor time that this process has used.
fn processor_time() -> f64 {
    #[repr(C)]
    struct Timespec {
        seconds: i64,
        nanoseconds: i64,
    }
    extern "C" {
        fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    }
    const CLOCK_PROCESS_CPUTIME_ID: i32 = 2;
    let mut used = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &mut used) };
    used.seconds as f64 + used.nanoseconds as f64 * 1e-9
}

/// As Meter of meter.hpp.
#[derive(Default)]
struct Meter {
    phase: u8, // fresh, warming, measuring
    begin: f64,
    end: f64,
    operations: u64,
    allocations: u64,
}

impl Meter {
    fn more(&mut self, operations: u64) -> bool {
        let brief = BRIEF.load(Relaxed);
        let now = processor_time();
        if self.phase == 0 {
            self.phase = 1;
            self.begin = now;
        } else if self.phase == 1 {
            if now - self.begin < if brief { 0.0 } else { 0.05 } {
                return true;
            }
            self.phase = 2;
            self.allocations = ALLOCATIONS.load(Relaxed);
            self.begin = processor_time();
        } else {
            self.operations += operations;
            self.end = now;
            if now - self.begin >= if brief { 0.0 } else { 0.3 } {
                self.allocations = ALLOCATIONS.load(Relaxed) - self.allocations;
                return false;
            }
        }
        true
    }
    fn nanoseconds_each(&self) -> f64 {
        (self.end - self.begin) * 1e9 / self.operations as f64
    }
    fn allocations_each(&self) -> f64 {
        self.allocations as f64 / self.operations as f64
    }
}

/// As Draw of meter.hpp.
struct Draw(u64);
impl Draw {
    fn new() -> Draw {
        Draw(1)
    }
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48271 % 2147483647;
        self.0 % limit
    }
    fn far(&mut self) -> Duration {
        Duration::from_millis(1_000_000 + self.below(1_000_000))
    }
    fn soon(&mut self, timers: u64) -> Duration {
        Duration::from_micros(self.below(timers))
    }
}

async fn one() -> u64 {
    black_box(1)
}

async fn call(meter: &mut Meter) {
    let mut sum = 0;
    while meter.more(10_000) {
        for _ in 0..10_000 {
            sum += one().await;
        }
    }
    black_box(sum);
}

async fn yield_among(meter: &mut Meter, tasks: u64) {
    let turns = 10_000 / tasks;
    let stop = Rc::new(Cell::new(false));
    let mut others = Vec::new();
    for _ in 1..tasks {
        let stop = stop.clone();
        others.push(tokio::task::spawn_local(async move {
            while !stop.get() {
                yield_now().await;
            }
        }));
    }
    while meter.more(tasks * turns) {
        for _ in 0..turns {
            yield_now().await;
        }
    }
    stop.set(true);
    for other in others {
        other.await.unwrap();
    }
}

async fn yield_among_spawned(meter: &mut Meter, tasks: u64) {
    static STOP: AtomicBool = AtomicBool::new(false);
    let turns = 10_000 / tasks;
    let mut others = Vec::new();
    for _ in 1..tasks {
        others.push(tokio::spawn(async move {
            while !STOP.load(Relaxed) {
                yield_now().await;
            }
        }));
    }
    while meter.more(tasks * turns) {
        for _ in 0..turns {
            yield_now().await;
        }
    }
    STOP.store(true, Relaxed);
    for other in others {
        other.await.unwrap();
    }
}

async fn spawn_join(meter: &mut Meter) {
    let mut sum = 0;
    while meter.more(1000) {
        for _ in 0..1000 {
            sum += tokio::spawn(one()).await.unwrap();
        }
    }
    black_box(sum);
}
