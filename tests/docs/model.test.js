// What the model makes of the real recordings.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { question, why } from '../../docs/player/guess.js';
import { model } from '../../docs/player/model.js';
import { readRecording } from '../../docs/player/recording.js';
import { Source } from '../../docs/player/source.js';
import { stretches } from '../../docs/player/timeline.js';
import { timeInWords } from '../../docs/player/words.js';
import { build, chapters, recorded, root } from './recordings.js';

const modelOf = (chapter) => {
  const { text, files } = recorded(chapter);
  return model(text, files);
};
const lineOf = (chapter, moment) =>
  recorded(chapter).files[moment.file].split('\n')[moment.line - 1];
const find = (made, words) => {
  const found = made.moments.find((moment) => moment.words.includes(words));
  assert.ok(found, `no moment says “${words}”`);
  return found;
};

for (const chapter of chapters) {
  test(`${chapter}: the printed lines are the program's`, () => {
    const made = modelOf(chapter);
    assert.deepEqual(made.output.map((line) => line.text), recorded(chapter).output);
    assert.equal(made.moments.at(-1).output, made.output.length);
  });

  test(`${chapter}: every moment is a sentence, at a time and a place that there is`, () => {
    const made = modelOf(chapter);
    let time = 0;
    for (const moment of made.moments) {
      assert.match(moment.words, /^\S.*([^.!?]\.|[.!?]”)$/);
      assert.doesNotMatch(moment.words, /undefined|null|NaN|task \d+/);
      assert.ok(moment.time >= time, 'time never goes back');
      time = moment.time;
      if (moment.file) assert.ok(lineOf(chapter, moment) !== undefined, `line ${moment.line}`);
    }
  });

  test(`${chapter}: who stands in line is ready, and who runs is not`, () => {
    for (const moment of modelOf(chapter).moments)
      for (const { lane } of moment.ready) {
        if (!lane) continue;
        const again = moment.running === lane; // it will stand in line again, as soon as it waits
        assert.equal(moment.status.get(lane), again ? 'running' : 'ready', moment.words);
      }
  });

  test(`${chapter}: a printed line stands in the source where the recording says`, () => {
    const { files } = recorded(chapter);
    const source = new Source(files);
    for (const moment of modelOf(chapter).moments.filter(({ kind, lane, file }) => kind === 'prints' && lane && file)) {
      const prints = (line) => {
        const said = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([, text]) => text.split('\\n')).map((text) => text.trim()).filter(Boolean);
        return (said.length > 0 || line.includes('cout')) && said.every((text) => moment.words.includes(text));
      };
      const place = source.find(moment.stack.at(-1).name, moment.line); // the recording says in which coroutine
      assert.ok(place, `line ${moment.line}: ${moment.words}`);
      const lines = files[moment.file].split('\n').slice(place.first - 1, place.last);
      assert.ok(prints(lineOf(chapter, moment)) || !lines.some(prints), `line ${moment.line}: ${moment.words}`); // a destructor prints elsewhere
    }
  });

  test(`${chapter}: all lanes end, and no time is counted twice`, () => {
    const made = modelOf(chapter);
    for (const [lane, status] of made.moments.at(-1).status) assert.equal(status, 'done', made.names.get(lane));
    const whole = { title: '', first: 0, last: made.moments.length - 1 };
    for (const lane of made.moments.at(-1).status.keys()) {
      let end = 0;
      for (const { from, to } of stretches(made, lane, whole)) {
        assert.ok(end <= from && from < to);
        end = to;
      }
    }
  });

  test(`${chapter}: the build counts as many moments, for the links to them`, () => {
    const counted = execFileSync('python3', ['-c', `
import json, sys
sys.path.insert(0, sys.argv[1])
import recordings
print(recordings.moments_of(json.load(open(sys.argv[2]))["traceEvents"]))
`, join(root, 'docs'), recorded(chapter).file]);
    assert.equal(Number(counted), modelOf(chapter).moments.length);
  });

  test(`${chapter}: every question has an answer, a choice and a reason`, () => {
    const made = modelOf(chapter);
    let asked = 0;
    for (let at = 0; at < made.moments.length; ++at) {
      const open = question(made, at);
      if (!open) continue;
      ++asked;
      assert.ok(open.choices.includes(open.answer) && open.choices.length > 1);
      assert.equal(made.moments[open.print].lane, open.answer);
      assert.match(why(made, at, open), /^\S.*\.$/);
    }
    assert.ok(asked > 0);
  });
}

test('a question’s reason is what lies between it and the printed line', () => {
  for (const [chapter, printed, reason] of [
    ['ch04', 'The parent is back.', 'parent hands control back and stands in line again, and nobody prints before it goes on.'],
    ['ch04', 'The chick eats a herring.', 'parent ends, and chick is the first in the ready queue.'],
    ['ch05', 'The parent is back.', 'parent sleeps until 4 s, and nobody prints before it goes on.'],
    ['ch05', 'The chick hears: Where are you?', 'listens waits until descriptor 3 is ready, and nobody prints before it goes on.'],
    ['ch05', 'sleep', 'nobody else prints before main() goes on.'],
    ['ch06', 'awaiting a1..', 'runit runs on until it waits.'],
    ['ch06', 'returning a1-val', 'runit runs on: to await a coroutine is to call it.'],
  ]) {
    const made = modelOf(chapter);
    const print = made.moments.findIndex(({ kind, words }) => kind === 'prints' && words.includes(`“${printed}”`));
    const at = made.moments.findLastIndex(({ kind }, before) => kind === 'prints' && before < print);
    assert.equal(why(made, at, question(made, at)), reason);
  }
});

test('a future: who waits for whom, and who wakes whom', () => {
  const made = modelOf('ch05');
  const waits = find(made, 'chick waits for parent');
  assert.deepEqual([...waits.reasons], [[1, { kind: 'lane', lanes: [2] }]]);
  assert.match(lineOf('ch05', waits), /co_await result_of\(fish\)/);
  assert.deepEqual(find(made, 'parent wakes chick').wakes, [{ from: 2, to: 1 }]);
  assert.match(lineOf('ch05', find(made, 'parent wakes chick')), /fish.set_result/);
});

test('who gathers waits for all that it gathers, and the last of them wakes it', () => {
  const made = modelOf('ch07');
  const waits = find(made, 'all_of_it waits for request 1, request 2, request 3');
  const { lanes } = waits.reasons.get(1);
  assert.deepEqual(lanes.map((lane) => made.names.get(lane)), ['request 1', 'request 2', 'request 3']);
  const at = made.moments.indexOf(find(made, 'Task 3: response arrived'));
  assert.equal(why(made, at, question(made, at)), 'request 3 wakes all_of_it, and nobody prints in between.');
});

test('a callback prints: its line is the callback’s, though another part of main() prints the same', () => {
  const made = modelOf('ch03');
  const printed = made.moments.filter(({ words }) => /^a callback prints .*(nobody answers|Huddle up)/.test(words));
  assert.equal(printed.length, 4);
  for (const moment of printed) assert.match(lineOf('ch03', moment), /error \? describe\(error\) : done\.result\(\)/);
});

test('timers: when each is due, the earliest first', () => {
  const made = modelOf('ch05');
  const all = find(made, 'no time has passed');
  assert.deepEqual(all.timers.map((timer) => timer.due / 1e9), [1, 1, 2, 3]);
  assert.equal(timeInWords(find(made, 'two seconds have passed').time), '2 s');
  assert.deepEqual(find(made, 'calls sleeps until 5 s').timers.map((timer) => timer.lane), [4]);
});

test('a descriptor is watched while its task waits', () => {
  const made = modelOf('ch05');
  const { watches } = find(made, 'listens waits until descriptor');
  assert.equal(watches.length, 1);
  assert.equal(watches[0].what, 'reading');
  assert.deepEqual(find(made, 'The chick hears').watches, []);
});

test('a chain: one lane, whose coroutines await each other', () => {
  const made = modelOf('ch06');
  const deep = find(made, 'leaving level 5');
  assert.deepEqual(deep.stack.map((frame) => frame.name), ['asks_for_fish', ...Array(5).fill('dives')]);
  assert.equal(find(made, 'caught: no fish').stack.length, 1);
});

test('polling: nobody waits in chapter 4, everybody is asked in turn', () => {
  const made = modelOf('ch04');
  assert.ok(made.moments.every((moment) => moment.reasons.size === 0));
  find(made, 'chick hands control back and stands in line again');
});

test('cancel: the sleeper is woken before its time, and its timer is dropped', () => {
  const made = modelOf('ch07');
  const cancels = find(made, 'all_of_it, in spring(), cancels hibernates.');
  assert.deepEqual(cancels.wakes.map(({ to }) => made.names.get(to)), ['hibernates']);
  assert.match(lineOf('ch07', cancels), /bear\.cancel/);
  assert.equal(timeInWords(find(made, 'due at 1004 s, is dropped').time), '5 s');
});

test('parts: a blank line in the output begins one, with its title', () => {
  const made = modelOf('ch07');
  assert.deepEqual(made.parts.map((part) => part.title), [
    'penguins', 'plant a tree', 'awaiting coroutines', 'awaiting tasks', 'async sleep', 'cancel', 'three requests',
  ]);
  assert.equal(made.parts[0].first, 0);
  assert.equal(made.parts.at(-1).last, made.moments.length - 1);
});

test('what is no recording is refused with a sentence', () => {
  assert.throws(() => readRecording('{"a'), /not JSON/);
  assert.throws(() => readRecording('{}'), /Nobody runs/);
  assert.throws(() => readRecording('[]'), /Nobody runs/);
});

test('the trace of a program that was killed is read as far as it goes', () => {
  const events = readRecording('[{"ph":"B","name":"runs","tid":1,"ts":0.5}\n');
  assert.deepEqual(events.map(({ tid, time }) => [tid, time]), [[1, 500]]);
});

test('a function is found by its name, and a line by what it prints', () => {
  const source = new Source({
    'a.cpp': 'int declared(int a);\nint f(int number) {\n  say("one " + number);\n  say("two");\n}\nint g() {\n  return f(1);\n}\n',
  });
  assert.deepEqual(source.functions.map(({ name, first, last }) => [name, first, last]), [['f', 2, 5], ['g', 6, 8]]);
  assert.equal(source.printing(source.find('f'), 'one 7', 0), 3);
  assert.equal(source.printing(source.find('f'), 'three', 0), undefined);
  assert.equal(source.calling(source.find('g'), 'f', 0), 7);
});

test('times are written as people write them', () => {
  assert.deepEqual([0, 17, 250e6, 1e9, 1.5e9, 3e3, 1004e9].map(timeInWords), ['0 s', '0 s', '250 ms', '1 s', '1.5 s', '3 µs', '1004 s']);
});

test('the trace of a program on the runtime tells what the chapters’ recordings tell', () => {
  const files = { 'traced.cpp': readFileSync(join(root, 'tests/docs/traced.cpp'), 'utf8') };
  const folder = mkdtempSync(join(tmpdir(), 'huddle-'));
  const trace = join(folder, 'trace.json');
  try {
    const env = { ...process.env, HUDDLE_TRACE: trace };
    const printed = execFileSync(join(build, 'tests/docs/traced_program'), { env, encoding: 'utf8' });
    const made = model(readFileSync(trace, 'utf8'), files);
    const line = (moment) => files['traced.cpp'].split('\n')[moment.line - 1];
    assert.equal(made.output.map(({ text }) => `${text}\n`).join(''), printed);
    assert.deepEqual([...made.names.values()], ['the loop', 'program', 'listener', 'fetch 1', 'fetch 2']);
    assert.deepEqual([...find(made, 'program waits for fetch 1, fetch 2').reasons], [[1, { kind: 'lane', lanes: [3, 4] }]]);
    assert.match(line(find(made, 'fetch 1 sleeps until 2 s')), /co_await sleep\(duration\)/);
    assert.deepEqual(find(made, 'fetch 2 sleeps until 1 s').timers.map(({ due }) => due / 1e9), [1, 2]);
    assert.equal(find(made, 'listener waits until descriptor').watches.length, 1);
    assert.match(line(find(made, 'program prints “2 things”')), /" things\\n"/);
    assert.deepEqual(find(made, 'fetch 1 ends, and wakes program').wakes, [{ from: 3, to: 1 }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
