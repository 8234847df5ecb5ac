// Go's rows, on one processor (GOMAXPROCS=1). README.md says what one operation of each row is.
// Go has no await, so it lacks that row.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

var brief bool
var sink int

func scaled(count int) int {
	if brief && count > 1000 {
		return count / 1000
	}
	return count
}

// Seconds of processor time that this process has used.
func processorTime() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) * 1e-9
}

// As Meter of meter.hpp.
type meter struct {
	phase      int // fresh, warming, measuring
	begin, end float64
	operations int
}

func (m *meter) more(operations int) bool {
	warmUp, duration := 0.05, 0.3
	if brief {
		warmUp, duration = 0, 0
	}
	now := processorTime()
	switch m.phase {
	case 0:
		m.phase, m.begin = 1, now
	case 1:
		if now-m.begin >= warmUp {
			m.phase, m.begin = 2, processorTime()
		}
	case 2:
		m.operations += operations
		m.end = now
		return now-m.begin < duration
	}
	return true
}

func (m *meter) nanosecondsEach() float64 {
	return (m.end - m.begin) * 1e9 / float64(m.operations)
}

// As Draw of meter.hpp.
type draw uint64

func (d *draw) below(limit int) int {
	*d = *d * 48271 % 2147483647
	return int(uint64(*d) % uint64(limit))
}
func (d *draw) far() time.Duration {
	return time.Duration(1_000_000+d.below(1_000_000)) * time.Millisecond
}
func (d *draw) soon(timers int) time.Duration {
	return time.Duration(d.below(timers)) * time.Microsecond
}

func yieldAmong(m *meter, tasks int) {
	turns := 10_000 / tasks
	stop := false
	var others sync.WaitGroup
	others.Add(tasks - 1)
	for i := 1; i < tasks; i++ {
		go func() {
			for !stop {
				runtime.Gosched()
			}
			others.Done()
		}()
	}
	for m.more(tasks * turns) {
		for i := 0; i < turns; i++ {
			runtime.Gosched()
		}
	}
	stop = true
	others.Wait()
}

func spawnJoin(m *meter) {
	for m.more(1000) {
		for i := 0; i < 1000; i++ {
			var done sync.WaitGroup
			done.Add(1)
			go func() {
				sink = 1
				done.Done()
			}()
			done.Wait()
		}
	}
}

func wake(m *meter) {
	mine, other := make(chan int), make(chan int)
	go func() {
		for ball := range other {
			mine <- ball
		}
	}()
	for m.more(2 * 1000) {
		for i := 0; i < 1000; i++ {
			other <- i
			sink = <-mine
		}
	}
	close(other)
}

func check(right bool, wrong string) {
	if !right {
		panic(wrong)
	}
}

// A sync.Mutex is not handed on: who gives it back may take it again, before those who wait. So the
// lock is a channel with room for one, whose senders stand in line. Go may take the processor away
// from a goroutine at any place, which then loses its place in the circle.
func lockAmong(m *meter, tasks int) {
	turns := 1000 / tasks
	lock := make(chan struct{}, 1)
	last, stop := tasks-1, false
	passOn := func(me int) {
		lock <- struct{}{}
		check(last != me, "the lock was not handed on")
		last = me
		<-lock
	}
	var others sync.WaitGroup
	others.Add(tasks - 1)
	lock <- struct{}{} // until all stand in line
	for i := 1; i < tasks; i++ {
		go func(me int) {
			for !stop {
				passOn(me)
			}
			others.Done()
		}(i)
		runtime.Gosched()
	}
	last = 0
	<-lock
	for m.more(tasks * turns) {
		for i := 0; i < turns; i++ {
			passOn(0)
		}
	}
	stop = true
	others.Wait()
}

func queuePingPong(m *meter) {
	there, back := make(chan int, 1), make(chan int, 1)
	go func() {
		for ball := range there {
			back <- ball
		}
	}()
	for m.more(2 * 1000) {
		for i := 1; i <= 1000; i++ {
			there <- i
			check(<-back == i, "another ball came back")
		}
	}
	close(there)
}

func gather(m *meter) {
	for m.more(1000) {
		results := make([]int, 1000)
		var all sync.WaitGroup
		all.Add(1000)
		for i := range results {
			go func(i int) {
				results[i] = i
				all.Done()
			}(i)
		}
		all.Wait()
		sink = results[999]
	}
}

// The results go into a channel that has room for all.
func asCompleted(m *meter, children int) {
	for m.more(children) {
		finished := make(chan int, children)
		for i := 0; i < children; i++ {
			go func(i int) { finished <- i }(i)
		}
		sum := 0
		for i := 0; i < children; i++ {
			sum += <-finished
		}
		check(sum == children*(children-1)/2, "a child was not told, or twice")
	}
}

func timeout(m *meter, work func()) {
	for m.more(1000) {
		for i := 0; i < 1000; i++ {
			limited, cancel := context.WithTimeout(context.Background(), time.Hour)
			work()
			if limited.Err() != nil {
				panic("it took an hour")
			}
			cancel()
		}
	}
}

func standingTimers(count int, d *draw) []*time.Timer {
	timers := make([]*time.Timer, scaled(count))
	for i := range timers {
		timers[i] = time.AfterFunc(d.far(), func() {})
	}
	return timers
}

func timerAll(m *meter, count int) {
	d := draw(1)
	for m.more(scaled(count)) {
		for _, timer := range standingTimers(count, &d) {
			timer.Stop()
		}
	}
}

func timerCancel(m *meter, count int) {
	d := draw(1)
	others := standingTimers(count, &d)
	for m.more(1000) {
		for i := 0; i < 1000; i++ {
			time.AfterFunc(d.far(), func() {}).Stop()
		}
	}
	runtime.KeepAlive(others)
}

func timerRestart(m *meter, count int) {
	d := draw(1)
	timers := standingTimers(count, &d)
	for m.more(1000) {
		for i := 0; i < 1000; i++ {
			timers[d.below(len(timers))].Reset(d.far())
		}
	}
}

// The callback of a timer is a goroutine.
func timerFire(m *meter, count int) {
	d := draw(1)
	count = scaled(count)
	for m.more(count) {
		var all sync.WaitGroup
		all.Add(count)
		for i := 0; i < count; i++ {
			time.AfterFunc(d.soon(count), all.Done)
		}
		all.Wait()
	}
}

func sleeps() float64 {
	before := processorTime()
	d := draw(1)
	count := scaled(1_000_000)
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		duration := d.soon(count)
		go func() {
			time.Sleep(duration)
			all.Done()
		}()
	}
	all.Wait()
	return processorTime() - before
}

// What the heap and the stacks take.
func bytes() float64 {
	held := func() uint64 {
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc + memory.StackInuse + memory.OtherSys
	}
	count := scaled(1_000_000)
	before := held()
	for i := 0; i < count; i++ {
		go time.Sleep(time.Hour)
	}
	runtime.Gosched() // they begin
	return float64(held()-before) / float64(count)
}

type row struct {
	name    string
	measure func() float64
}

func timeOf(work func(*meter)) func() float64 {
	return func() float64 {
		var m meter
		work(&m)
		return m.nanosecondsEach()
	}
}

func timeOfCount(work func(*meter, int), count int) func() float64 {
	return timeOf(func(m *meter) { work(m, count) })
}

func main() {
	runtime.GOMAXPROCS(1)
	rows := []row{
		{"yield_1", timeOfCount(yieldAmong, 1)},
		{"yield_1k", timeOfCount(yieldAmong, 1000)},
		{"spawn_join", timeOf(spawnJoin)},
		{"wake", timeOf(wake)},
		{"lock", timeOfCount(lockAmong, 10)},
		{"queue", timeOf(queuePingPong)},
		{"gather_1k", timeOf(gather)},
		{"as_completed_10k", timeOfCount(asCompleted, 10_000)},
		{"timeout", timeOf(func(m *meter) { timeout(m, runtime.Gosched) })},
		{"timeout_ready", timeOf(func(m *meter) { timeout(m, func() {}) })},
		{"timer_all_1k", timeOfCount(timerAll, 1000)},
		{"timer_all_100k", timeOfCount(timerAll, 100_000)},
		{"timer_all_1m", timeOfCount(timerAll, 1_000_000)},
		{"timer_cancel_1k", timeOfCount(timerCancel, 1000)},
		{"timer_cancel_100k", timeOfCount(timerCancel, 100_000)},
		{"timer_cancel_1m", timeOfCount(timerCancel, 1_000_000)},
		{"timer_restart_1k", timeOfCount(timerRestart, 1000)},
		{"timer_restart_100k", timeOfCount(timerRestart, 100_000)},
		{"timer_restart_1m", timeOfCount(timerRestart, 1_000_000)},
		{"timer_fire_1k", timeOfCount(timerFire, 1000)},
		{"timer_fire_100k", timeOfCount(timerFire, 100_000)},
		{"timer_fire_1m", timeOfCount(timerFire, 1_000_000)},
		{"sleeps_1m", sleeps},
		{"bytes_coroutine", bytes},
	}
	words := os.Args[1:]
	switch {
	case len(words) == 1 && words[0] == "--version":
		fmt.Println(runtime.Version())
		return
	case len(words) == 1 && words[0] == "--list":
		for _, each := range rows {
			fmt.Println(each.name)
		}
		return
	case len(words) == 2 && words[0] == "--brief":
		brief = true
		words = words[1:]
	}
	for _, each := range rows {
		if len(words) == 1 && each.name == words[0] {
			fmt.Printf("%g\n", each.measure())
			return
		}
	}
	fmt.Fprintln(os.Stderr, "usage: go_bench --list | --version | [--brief] ROW")
	os.Exit(2)
}
