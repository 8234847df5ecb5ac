// @ts-check
// Turns a recording into moments: what a reader sees at each step, forward and back.
//
// An event that is worth a sentence opens a moment; those that only follow from it (it stands in
// line now, its timer is set) change the state before the moment is closed.

import { namesOfLanes, readRecording, withoutTypes } from './recording.js';
import { Source } from './source.js';
import { timeInWords, waiting } from './words.js';

/** @typedef {import('./recording.js').Event} Event */
/** @typedef {'ready' | 'running' | 'sleeping' | 'waiting' | 'done'} Status */
/**
 * Why a task waits: for its turn, a timer, a descriptor, another task, for something that only the
 * runtime can name, for what the recording does not tell, or for ever.
 * @typedef {{kind: 'turn'} | {kind: 'timer', due: number} | {kind: 'lane', lanes: number[]}
 *   | {kind: 'descriptor', descriptor: number} | {kind: 'other', what: string}
 *   | {kind: 'never'}} Reason
 */
/** @typedef {{name: string, line: number, makes?: number[]}} Frame a coroutine, and the lanes it made */
/** @typedef {{id: number, lane: number, name: string}} Turn a call in line; lane 0: no task's */
/** @typedef {{number: number, due: number, lane: number}} Timer */
/** @typedef {{descriptor: number, what: string, lane: number}} Watch */
/** @typedef {{text: string, lane: number, moment: number}} Line of the output */
/**
 * @typedef {object} Moment
 * @property {string} kind
 * @property {string} words what happens, as a sentence
 * @property {number} time in nanoseconds
 * @property {number} lane whom it is about; 0 for the loop and main()
 * @property {number} running the lane that runs, or 0
 * @property {Turn[]} ready the ready queue, the next one first
 * @property {Timer[]} timers the earliest first
 * @property {Watch[]} watches
 * @property {Map<number, Reason>} reasons why each lane waits that does
 * @property {Map<number, Status>} status of each lane that was made
 * @property {Frame[]} stack of the lane: coroutines that await each other, the innermost last
 * @property {string} file where it happens, or ''
 * @property {number} line there, or 0
 * @property {number} output how many lines are printed
 * @property {{from: number, to: number}[]} wakes arrows
 */
/** @typedef {{title: string, first: number, last: number}} Part of a program, by its moments */
/**
 * @typedef {object} Model
 * @property {Map<number, string>} names of the lanes; the loop's is 0
 * @property {Moment[]} moments
 * @property {Line[]} output
 * @property {Part[]} parts
 */

/**
 * @param {string | object} recording the text of the file, or what it holds
 * @param {Record<string, string>} [files] the program's sources
 * @returns {Model}
 */
export function model(recording, files = {}) {
  const events = readRecording(recording);
  const source = new Source(files);
  const wakers = new Walk(events, source, new Map()).run().wakers; // who wakes whom is known later
  const walk = new Walk(events, source, wakers).run();
  return {
    names: walk.names,
    moments: walk.moments,
    output: walk.output,
    parts: partsOf(walk.moments, walk.output),
  };
}

/** Goes through the events once, and keeps the state of the program. */
class Walk {
  /**
   * @param {Event[]} events
   * @param {Source} source
   * @param {Map<number, Reason[]>} expected who will wake each lane, wait by wait
   */
  constructor(events, source, expected) {
    this.events = events;
    this.source = source;
    this.expected = expected;
    this.names = namesOfLanes(events);
    for (const { ph, id, tid } of events) if (ph === 'f') this.targets.set(id, tid);
    // A loop without arrows, such as chapter 4's, asks each of its coroutines in turn.
    this.polled = this.targets.size === 0;
  }

  /** @type {Map<number, Reason[]>} */
  wakers = new Map();
  /** @type {Moment[]} */
  moments = [];
  /** @type {Line[]} */
  output = [];
  /** @type {Turn[]} */
  ready = [];
  /** @type {Map<number, Timer>} */
  timers = new Map();
  /** @type {Map<string, Watch>} */
  watches = new Map();
  /** @type {Map<number, Status>} */
  status = new Map();
  /** @type {Map<number, Reason>} */
  reasons = new Map();
  /** @type {Map<number, Frame[]>} */
  stacks = new Map([[0, [{ name: 'main', line: 0 }]]]);
  /** @type {number[]} lanes that run, one within the other */
  running = [];
  /** @type {Map<number, number>} the lane that each arrow leads to */
  targets = new Map();
  /** @type {Map<number, Reason | undefined>} what caused each call in line */
  causes = new Map();
  /** @type {{cause: Reason | undefined} | null} the call that is going on */
  call = null;
  /** @type {unknown} whether a task's coroutines are told only when it waits */
  whole = undefined;
  /** @type {Moment | null} that is not closed yet */
  open = null;
  /** @type {Timer | undefined} that is due at the open moment */
  fired;
  /** @type {Set<number>} lanes that have run */
  begun = new Set();

  run() {
    for (const event of this.events) this.take(event);
    this.close();
    return this;
  }

  /** @param {number} lane */
  name(lane) {
    if (lane !== 0) return this.names.get(lane) || `task ${lane}`;
    return this.call ? 'a callback' : 'main()';
  }

  /** The lane that runs now; 0 is main() or the loop. */
  lane() {
    return this.running.at(-1) || 0;
  }

  /**
   * @param {string} kind
   * @param {number} lane
   * @param {string} words
   * @param {number} time
   */
  begin(kind, lane, words, time) {
    this.close();
    /** @type {any} */
    const moment = { kind, lane, time, words, wakes: [], file: '', line: 0 };
    this.open = moment;
    if (!lane && (this.call || !['prints', 'made', 'sets timer'].includes(kind)))
      return moment; // the loop's own code is not shown
    for (const frame of this.stack(lane)) {
      const place = this.place(frame);
      if (place) Object.assign(moment, { file: place.file, line: frame.line });
    }
    return moment;
  }

  close() {
    if (!this.open) return;
    if (!/[.!?]”$/.test(this.open.words)) this.open.words += '.';
    this.moments.push(
      Object.assign(this.open, {
        running: this.lane(),
        ready: [...this.ready],
        timers: [...this.timers.values()].sort((a, b) => a.due - b.due || a.number - b.number),
        watches: [...this.watches.values()],
        reasons: new Map(this.reasons),
        status: new Map(this.status),
        stack: this.stack(this.open.lane).map((frame) => ({ ...frame })),
        output: this.output.length,
      }),
    );
    this.open = null;
  }

  /** @param {Event} event */
  take(event) {
    const { ph, name, tid, time, args, id } = event;
    // What changes the state belongs to the next moment, except for what follows from this one.
    if ('Bibe'.includes(ph) && name !== 'enqueues') this.close();
    if (ph === 'B') this.begins(tid, time);
    else if (ph === 'E') this.running = this.running.filter((lane) => lane !== tid);
    else if (ph === 's') this.inLine(tid, id, time);
    else if (ph === 'f') this.leavesLine(id);
    else if (name === 'made') this.made(tid, args, time);
    else if (name === 'awaits') this.awaits(tid, withoutTypes(args.name), args.line, time);
    else if (name === 'returns') this.returns(tid, time);
    else if (name === 'waits') this.waits(tid, args, time);
    else if (name === 'ended') this.ended(tid, time);
    else if (name === 'prints') this.prints(tid, String(args.text), time);
    else if (name === 'calls') this.calls(args.id, time);
    else if (name === 'called') this.call = null; // and the moment is closed
    else if (name === 'sets timer') this.timerSet(tid, args.number, args.due_ns, time);
    else if (name === 'timer gone') this.timerGone(args.number, time);
    else if (name === 'watches')
      this.watches.set(args.for + args.descriptor, {
        descriptor: args.descriptor, what: args.for, lane: tid,
      });
    else if (name === 'unwatches') this.watches.delete(args.for + args.descriptor);
  }

  /** @param {number} lane @param {Record<string, any>} args @param {number} time */
  made(lane, args, time) {
    const maker = this.lane();
    const name = args.function || (this.names.get(lane) || '').replace(/ \d+$/, '');
    const frame = this.frame(maker);
    (frame.makes ||= []).push(lane);
    frame.line =
      (this.source.find(frame.name, args.line) && args.line) ||
      this.source.calling(this.place(frame), name, frame.line) ||
      frame.line;
    this.stacks.set(lane, [{ name, line: 0 }]);
    this.status.set(lane, 'ready');
    this.begin('made', maker, `${this.subject(maker)} makes ${this.name(lane)}`, time);
    if (this.polled) this.ready.push({ id: 0, lane, name: this.name(lane) });
  }

  /** @param {number} lane @param {number} time */
  begins(lane, time) {
    this.running.push(lane);
    this.status.set(lane, 'running');
    this.reasons.delete(lane);
    if (this.polled) this.ready = this.ready.filter((turn) => turn.lane !== lane);
    const frame = this.frame(lane);
    const first = !this.begun.has(lane);
    this.begun.add(lane);
    const place = this.source.find(frame.name);
    if (first && place) frame.line = place.first;
    this.begin('begins', lane, `${this.name(lane)} ${first ? 'begins' : 'goes on'}`, time);
  }

  /** @param {number} lane @param {string} name @param {number} line @param {number} time */
  awaits(lane, name, line, time) {
    const frame = this.frame(lane);
    frame.line = line;
    this.begin('awaits', lane, `${this.subject(lane)} awaits ${name}(), which runs at once`, time);
    const place = this.source.find(name);
    this.stack(lane).push({ name, line: place ? place.first : 0 });
  }

  /** @param {number} lane @param {number} time */
  returns(lane, time) {
    const stack = this.stack(lane);
    const gone = stack.pop();
    const frame = this.frame(lane);
    const inner = this.stack(lane).length > 1;
    const who = inner ? `${frame.name}()` : this.name(lane);
    this.begin('returns', lane, `${gone ? gone.name : '?'}() ends, and ${who} goes on`, time);
  }

  /** @param {number} lane @param {Record<string, any>} args @param {number} time */
  waits(lane, args, time) {
    this.whole = args.stack; // the runtime tells it only when a task waits, and then all of it
    if (this.whole)
      this.stacks.set(lane, args.stack.map((/** @type {Frame} */ { name, line }) => ({ name: withoutTypes(name), line })));
    else this.frame(lane).line = args.line;
    const reason = this.reason(lane, args);
    this.status.set(
      lane,
      reason.kind === 'turn' ? 'ready' : reason.kind === 'timer' ? 'sleeping' : 'waiting',
    );
    if (reason.kind !== 'turn') this.reasons.set(lane, reason);
    const words = waiting(reason, (other) => this.name(other));
    this.begin('waits', lane, `${this.name(lane)} ${words}`, time);
    if (this.polled) this.ready.push({ id: 0, lane, name: this.name(lane) });
    this.running = this.running.filter((other) => other !== lane);
  }

  /** @param {number} lane @param {Record<string, any>} args @returns {Reason} */
  reason(lane, args) {
    if (this.polled || this.ready.some((turn) => turn.lane === lane)) return { kind: 'turn' };
    for (const timer of this.timers.values())
      if (timer.lane === lane) return { kind: 'timer', due: timer.due };
    for (const watch of this.watches.values())
      if (watch.lane === lane) return { kind: 'descriptor', descriptor: watch.descriptor };
    const { name, makes = [] } = this.frame(lane);
    const lanes = args.tasks || // or those that it gathers
      (name === 'gather' ? makes.filter((each) => this.status.get(each) !== 'done') : []);
    if (lanes.length) return { kind: 'lane', lanes };
    const known = (this.wakers.get(lane) || []).length;
    const waker = (this.expected.get(lane) || [])[known];
    if (waker && waker.kind === 'lane') return waker;
    return args.for ? { kind: 'other', what: args.for } : waker || { kind: 'never' };
  }

  /** @param {number} lane @param {number} time */
  ended(lane, time) {
    const frame = this.frame(lane);
    const place = this.place(frame);
    if (place) frame.line = place.last;
    this.status.set(lane, 'done');
    this.reasons.delete(lane);
    this.begin('ended', lane, `${this.name(lane)} ends`, time);
    this.running = this.running.filter((other) => other !== lane);
  }

  /** @param {number} lane @param {string} text @param {number} time */
  prints(lane, text, time) {
    if (text === '') {
      this.output.push({ text, lane, moment: this.moments.length });
      return;
    }
    const stack = this.stack(lane);
    if (lane !== 0 || !this.call)
      for (let at = stack.length - 1; at >= 0; --at) {
        const line = this.source.printing(this.place(stack[at]), text, stack[at].line);
        if (line) stack[at].line = line;
        if (line && this.whole) stack.length = at + 1; // those within have returned
        if (line || !this.whole) break;
      }
    const moment = this.begin('prints', lane, `${this.subject(lane)} prints “${text.trim()}”`, time);
    if (lane === 0 && this.call) Object.assign(moment, this.source.printingAnywhere(text, this.frame(0).line));
    this.output.push({ text, lane, moment: this.moments.length });
  }

  /** @param {number} id @param {number} time */
  calls(id, time) {
    this.close();
    const lane = this.targets.get(id) || 0;
    const turn = this.ready.find((each) => each.id === id);
    this.call = { cause: lane ? { kind: 'lane', lanes: [lane] } : this.causes.get(id) };
    if (lane) return; // it begins at once
    this.leavesLine(id);
    this.begin('calls', 0, `The loop calls ${turn ? turn.name : 'a callback'}`, time);
  }

  /** @param {number} lane @param {number} number @param {number} due @param {number} time */
  timerSet(lane, number, due, time) {
    this.timers.set(number, { number, due, lane });
    if (lane) return; // it is about to sleep
    const words = `${this.name(0)} sets a timer, due at ${timeInWords(due)}`;
    this.mainIsAt('call_at|call_later');
    this.begin('sets timer', 0, words, time);
  }

  /** @param {string} names of functions that main() calls now */
  mainIsAt(names) {
    const frame = this.frame(0);
    const line = this.call ? 0 : this.source.calling(this.place(frame), names, frame.line + 1);
    if (line) frame.line = line;
  }

  /** @param {number} number @param {number} time */
  timerGone(number, time) {
    const timer = this.timers.get(number);
    this.timers.delete(number);
    if (!timer) return;
    this.fired = undefined;
    const whose = `the timer of ${timer.lane ? this.name(timer.lane) : 'main()'}`;
    if (timer.due > time) {
      this.begin('dropped', 0, `T${whose.slice(1)}, due at ${timeInWords(timer.due)}, is dropped`, time);
    } else {
      this.fired = timer;
      this.begin('fires', 0, `At ${timeInWords(time)}, ${whose} is due`, time);
    }
  }

  /** @param {number} by @param {number} id @param {number} time */
  inLine(by, id, time) {
    const lane = this.targets.get(id) || 0;
    const cause = this.cause(by);
    this.causes.set(id, cause);
    const name = lane ? this.name(lane) : callback(cause, (other) => this.name(other));
    const turn = { id, lane, name };
    const before = this.status.get(lane);
    if (!lane && !by && !this.call && !cause && !(this.open && this.open.kind === 'made')) {
      this.mainIsAt('call_soon');
      this.begin('queues', 0, 'A callback is put in line', time);
    }
    if (!lane || before === 'running' || before === 'done') {
      if (before === 'running') this.close();
      this.ready.push(turn);
      return;
    }
    const waited = before === 'waiting' || before === 'sleeping';
    const reason = this.reasons.get(lane);
    const follows = this.open && ['ended', 'fires', 'calls', 'made'].includes(this.open.kind);
    if (!follows) this.close();
    const open = this.open;
    this.ready.push(turn);
    this.status.set(lane, 'ready');
    this.reasons.delete(lane);
    if (!waited) {
      if (open && open.kind === 'made') open.words += ', which stands in line';
      return;
    }
    const wakers = this.wakers.get(lane) || [];
    this.wakers.set(lane, [...wakers, cause || { kind: 'other', what: 'something outside' }]);
    const from = cause && cause.kind === 'lane' ? cause.lanes[0] : 0;
    if (open && open.kind === 'calls') open.words += `, which wakes ${name}`;
    else if (open && open.kind === 'fires') open.words += ' and wakes it';
    else if (open) open.words += `${open.wakes.length ? '' : ','} and wakes ${name}`;
    else if (reason && reason.kind === 'descriptor' && !cause)
      this.begin('arrives', 0, `Descriptor ${reason.descriptor} is ready, and wakes ${name}`, time);
    else if (from) this.wakes(from, name, time);
    else this.begin('wakes', 0, `${name} is woken from outside`, time);
    if (this.open) this.open.wakes.push({ from, to: lane });
  }

  /** @param {number} lane @param {string} whom @param {number} time */
  wakes(lane, whom, time) {
    const frame = this.frame(lane);
    const place = this.place(frame);
    const calls = 'cancel|set_result|set_exception';
    frame.line = this.source.calling(place, calls, frame.line) || frame.line;
    const cancels = this.source.calling(place, 'cancel', frame.line) === frame.line;
    this.begin('wakes', lane, `${this.subject(lane)} ${cancels ? 'cancels' : 'wakes'} ${whom}`, time);
  }

  /**
   * What brought about that somebody is put in line now.
   * @param {number} by
   * @returns {Reason | undefined}
   */
  cause(by) {
    const { kind, lane } = this.open || { kind: '', lane: 0 };
    if (by || kind === 'ended') return { kind: 'lane', lanes: [by || lane] };
    if (kind === 'fires' && this.fired) return { kind: 'timer', due: this.fired.due };
    return this.call ? this.call.cause : undefined;
  }

  /** @param {number} id */
  leavesLine(id) {
    // What came earlier has had its turn, too, in recordings that do not tell of every call.
    const at = this.ready.findIndex((turn) => turn.id === id);
    if (at >= 0) this.ready.splice(0, at + 1);
  }

  /**
   * The coroutines of a lane that await each other.
   * @param {number} lane
   */
  stack(lane) {
    return this.stacks.get(lane) || [];
  }

  /** @param {number} lane @returns {Frame} the innermost */
  frame(lane) {
    return this.stack(lane).at(-1) || { name: '', line: 0 };
  }

  /** @param {Frame} frame */
  place(frame) {
    return this.source.find(frame.name, frame.line || undefined);
  }

  /**
   * A lane's name, and in which of its coroutines it is.
   * @param {number} lane
   */
  subject(lane) {
    const inner = this.stack(lane).length > 1;
    return inner ? `${this.name(lane)}, in ${this.frame(lane).name}(),` : this.name(lane);
  }
}

/**
 * @param {Reason | undefined} cause
 * @param {(lane: number) => string} name
 */
function callback(cause, name) {
  if (!cause) return 'a callback';
  if (cause.kind === 'lane') return `a callback of ${name(cause.lanes[0])}`;
  return cause.kind === 'timer' ? 'the timer’s callback' : 'a callback';
}

/**
 * A blank line in the output begins another part of the program, with its title.
 * @param {Moment[]} moments
 * @param {Line[]} output
 * @returns {Part[]}
 */
function partsOf(moments, output) {
  /** @type {Part[]} */
  const parts = [];
  for (const [at, { text, moment }] of output.entries()) {
    const first = parts.length === 0;
    if (text === '' || (!first && output[at - 1].text !== '')) continue;
    if (!first && moments.length - moment < 3) continue; // an epilogue is no part
    if (!first) parts[parts.length - 1].last = moment - 1;
    parts.push({ title: text, first: first ? 0 : moment, last: moments.length - 1 });
  }
  return parts.length ? parts : [{ title: '', first: 0, last: moments.length - 1 }];
}
