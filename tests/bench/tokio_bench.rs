// Tokio's rows, on its runtime for one thread. README.md says what one operation of each row is.
// What is awaited is an ordinary function: Rust sees through it, and awaiting costs nothing.
use std::alloc::{GlobalAlloc, Layout, System};
use std::future::{poll_fn, Future};
use std::hint::black_box;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, Mutex};
use tokio::task::{spawn_blocking, unconstrained, yield_now, JoinSet};
use tokio::time::{sleep, timeout, Instant, Sleep};

struct Counting;
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicI64 = AtomicI64::new(0);
// Loads and stores, as cheap as a plain counter: where it is read, there is one thread.
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

async fn call(mut meter: Meter) -> Meter {
    let mut sum = 0;
    while meter.more(10_000) {
        for _ in 0..10_000 {
            sum += one().await;
        }
    }
    black_box(sum);
    meter
}

async fn yield_among(mut meter: Meter, tasks: u64) -> Meter {
    let turns = 10_000 / tasks;
    let stop = Arc::new(AtomicBool::new(false));
    let mut others = Vec::new();
    for _ in 1..tasks {
        let stop = stop.clone();
        others.push(tokio::spawn(async move {
            while !stop.load(Relaxed) {
                yield_now().await;
            }
        }));
    }
    while meter.more(tasks * turns) {
        for _ in 0..turns {
            yield_now().await;
        }
    }
    stop.store(true, Relaxed);
    for other in others {
        other.await.unwrap();
    }
    meter
}

async fn spawn_join(mut meter: Meter) -> Meter {
    let mut sum = 0;
    while meter.more(1000) {
        for _ in 0..1000 {
            sum += tokio::spawn(one()).await.unwrap();
        }
    }
    black_box(sum);
    meter
}

/// The ball carries the way to throw it back.
struct Ball(oneshot::Sender<Ball>);

async fn throw_back(mut mine: oneshot::Receiver<Ball>) {
    while let Ok(Ball(other)) = mine.await {
        let (sender, receiver) = oneshot::channel();
        other.send(Ball(sender)).ok();
        mine = receiver;
    }
}
async fn wake(mut meter: Meter) -> Meter {
    let (mut other, first) = oneshot::channel();
    tokio::spawn(throw_back(first));
    while meter.more(2 * 1000) {
        for _ in 0..1000 {
            let (sender, mine) = oneshot::channel();
            other.send(Ball(sender)).ok();
            other = mine.await.unwrap().0;
        }
    }
    meter
}

/// Each gives the lock to the next in line, and stands in line again. It holds who had it last.
async fn pass_on(lock: &Mutex<u64>, tasks: u64, me: u64) {
    let mut last = lock.lock().await;
    assert_eq!(*last, (me + tasks - 1) % tasks);
    *last = me;
}
async fn lock_among(mut meter: Meter, tasks: u64) -> Meter {
    let turns = 1000 / tasks;
    let lock = Arc::new(Mutex::new(tasks - 1));
    let stop = Arc::new(AtomicBool::new(false));
    let mut others = Vec::new();
    let mut first = lock.lock().await; // until all stand in line
    for me in 1..tasks {
        let (lock, stop) = (lock.clone(), stop.clone());
        others.push(tokio::spawn(async move {
            while !stop.load(Relaxed) {
                pass_on(&lock, tasks, me).await;
            }
        }));
    }
    yield_now().await;
    *first = 0;
    drop(first);
    while meter.more(tasks * turns) {
        for _ in 0..turns {
            pass_on(&lock, tasks, 0).await;
        }
    }
    stop.store(true, Relaxed);
    for other in others {
        other.await.unwrap();
    }
    meter
}

async fn queue_ping_pong(mut meter: Meter) -> Meter {
    let (there, mut arrives) = mpsc::channel(1);
    let (back, mut returns) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(ball) = arrives.recv().await {
            back.send(ball).await.unwrap();
        }
    });
    while meter.more(2 * 1000) {
        for i in 1..=1000 {
            there.send(i).await.unwrap();
            assert_eq!(returns.recv().await, Some(i));
        }
    }
    meter
}

async fn gather_1k(mut meter: Meter) -> Meter {
    while meter.more(1000) {
        let mut children = JoinSet::new();
        for _ in 0..1000 {
            children.spawn(one());
        }
        let mut results = Vec::with_capacity(1000);
        while let Some(result) = children.join_next().await {
            results.push(result.unwrap());
        }
        black_box(results);
    }
    meter
}

async fn number(value: u64) -> u64 {
    value
}
async fn as_completed_10k(mut meter: Meter) -> Meter {
    while meter.more(10_000) {
        let mut children = JoinSet::new();
        for i in 0..10_000 {
            children.spawn(number(i));
        }
        let mut sum = 0;
        while let Some(result) = children.join_next().await {
            sum += result.unwrap();
        }
        assert_eq!(sum, 49_995_000);
    }
    meter
}

async fn to_thread(mut meter: Meter) -> Meter {
    while meter.more(100) {
        for i in 0..100 {
            assert_eq!(spawn_blocking(move || black_box(i) + 1).await.unwrap(), i + 1);
        }
    }
    meter
}

const HOUR: Duration = Duration::from_secs(3600);

async fn timeout_waits(mut meter: Meter) -> Meter {
    while meter.more(1000) {
        for _ in 0..1000 {
            timeout(HOUR, yield_now()).await.unwrap();
        }
    }
    meter
}
async fn timeout_ready(mut meter: Meter) -> Meter {
    while meter.more(1000) {
        for _ in 0..1000 {
            black_box(timeout(HOUR, one()).await.unwrap());
        }
    }
    meter
}

/// A Sleep starts when it is polled.
async fn start(mut timer: Pin<&mut Sleep>) {
    poll_fn(|context| {
        assert!(timer.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await
}
async fn standing_timers(count: u64, draw: &mut Draw) -> Vec<Pin<Box<Sleep>>> {
    let mut timers = Vec::new();
    for _ in 0..scaled(count) {
        timers.push(Box::pin(sleep(draw.far())));
        start(timers.last_mut().unwrap().as_mut()).await;
    }
    timers
}
async fn timer_all(mut meter: Meter, count: u64) -> Meter {
    let mut draw = Draw::new();
    while meter.more(scaled(count)) {
        standing_timers(count, &mut draw).await; // dropped, they are cancelled
    }
    meter
}
async fn timer_cancel(mut meter: Meter, count: u64) -> Meter {
    let mut draw = Draw::new();
    let _others = standing_timers(count, &mut draw).await;
    while meter.more(1000) {
        for _ in 0..1000 {
            let timer = sleep(draw.far());
            tokio::pin!(timer);
            start(timer).await;
        }
    }
    meter
}
async fn timer_restart(mut meter: Meter, count: u64) -> Meter {
    let mut draw = Draw::new();
    let mut timers = standing_timers(count, &mut draw).await;
    while meter.more(1000) {
        for _ in 0..1000 {
            let place = draw.below(timers.len() as u64) as usize;
            timers[place].as_mut().reset(Instant::now() + draw.far());
        }
    }
    meter
}

async fn sleep_and_wake(mut meter: Meter) -> Meter {
    while meter.more(100) {
        for _ in 0..100 {
            sleep(Duration::from_nanos(1)).await;
        }
    }
    meter
}

async fn sleeps() {
    let count = scaled(1_000_000);
    let mut draw = Draw::new();
    let mut tasks = Vec::new();
    for _ in 0..count {
        tasks.push(tokio::spawn(sleep(draw.soon(count))));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

async fn bytes() -> f64 {
    let count = scaled(1_000_000);
    let before = BYTES.load(Relaxed);
    for _ in 0..count {
        tokio::spawn(sleep(HOUR));
    }
    for _ in 0..count / 16 {
        yield_now().await; // they begin
    }
    (BYTES.load(Relaxed) - before) as f64 / count as f64
}

/// Runs `row` as a task of a runtime for one thread.
fn run<T: Send + 'static>(row: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async { tokio::spawn(row).await.unwrap() })
}
fn time_of(row: impl Future<Output = Meter> + Send + 'static) -> f64 {
    run(row).nanoseconds_each()
}
fn allocations_of(row: impl Future<Output = Meter> + Send + 'static) -> f64 {
    run(row).allocations_each()
}

const ROWS: &[&str] = &[
    "await",
    "yield_1",
    "yield_1k",
    "spawn_join",
    "wake",
    "lock",
    "queue",
    "gather_1k",
    "as_completed_10k",
    "to_thread",
    "timeout",
    "timeout_ready",
    "timer_all_1k",
    "timer_all_100k",
    "timer_all_1m",
    "timer_cancel_1k",
    "timer_cancel_100k",
    "timer_cancel_1m",
    "timer_restart_1k",
    "timer_restart_100k",
    "timer_restart_1m",
    "sleeps_1m",
    "bytes_coroutine",
    "allocations_await",
    "allocations_yield",
    "allocations_wake",
    "allocations_lock",
    "allocations_timer",
];

fn measure(row: &str) -> f64 {
    let meter = Meter::default();
    match row {
        "await" => time_of(call(meter)),
        "yield_1" => time_of(yield_among(meter, 1)),
        "yield_1k" => time_of(yield_among(meter, 1000)),
        "spawn_join" => time_of(spawn_join(meter)),
        "wake" => time_of(wake(meter)),
        "lock" => time_of(lock_among(meter, 10)),
        "queue" => time_of(queue_ping_pong(meter)),
        "gather_1k" => time_of(gather_1k(meter)),
        "as_completed_10k" => time_of(as_completed_10k(meter)),
        "to_thread" => time_of(to_thread(meter)),
        "timeout" => time_of(timeout_waits(meter)),
        "timeout_ready" => time_of(timeout_ready(meter)),
        // Unconstrained: a task that never waits would be made to, after 128 timers.
        "timer_all_1k" => time_of(unconstrained(timer_all(meter, 1000))),
        "timer_all_100k" => time_of(unconstrained(timer_all(meter, 100_000))),
        "timer_all_1m" => time_of(unconstrained(timer_all(meter, 1_000_000))),
        "timer_cancel_1k" => time_of(unconstrained(timer_cancel(meter, 1000))),
        "timer_cancel_100k" => time_of(unconstrained(timer_cancel(meter, 100_000))),
        "timer_cancel_1m" => time_of(unconstrained(timer_cancel(meter, 1_000_000))),
        "timer_restart_1k" => time_of(unconstrained(timer_restart(meter, 1000))),
        "timer_restart_100k" => time_of(unconstrained(timer_restart(meter, 100_000))),
        "timer_restart_1m" => time_of(unconstrained(timer_restart(meter, 1_000_000))),
        "sleeps_1m" => {
            let before = processor_time();
            run(sleeps());
            processor_time() - before
        }
        "bytes_coroutine" => run(bytes()),
        "allocations_await" => allocations_of(call(meter)),
        "allocations_yield" => allocations_of(yield_among(meter, 1000)),
        "allocations_wake" => allocations_of(wake(meter)),
        "allocations_lock" => allocations_of(lock_among(meter, 10)),
        "allocations_timer" => allocations_of(sleep_and_wake(meter)),
        _ => panic!("there is no such row: see --list"),
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--version"] => println!("{}", env!("BENCH_VERSION")),
        ["--list"] => println!("{}", ROWS.join("\n")),
        ["--brief", row] => {
            BRIEF.store(true, Relaxed);
            println!("{}", measure(row));
        }
        [row] => println!("{}", measure(row)),
        _ => panic!("usage: tokio_bench --list | --version | [--brief] ROW"),
    }
}
