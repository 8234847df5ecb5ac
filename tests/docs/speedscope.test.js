// The recordings in a viewer that is not ours: speedscope, as it comes from npm, opened from file://.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { close, open, visitFile } from './browser.js';
import { build, chapters, recorded, root } from './recordings.js';

let page;
before(async () => {
  await open();
  const home = dirname(createRequire(import.meta.url).resolve('speedscope/package.json'));
  page = await visitFile(join(home, 'dist/release/index.html'));
});
after(close);

/** The lanes that speedscope lists for a recording: "plant_a_tree (pid 1, tid 2)". */
async function lanes(name, text) {
  await page.reload();
  await page.locator('input[type=file]').first().setInputFiles({
    name, mimeType: 'application/json', buffer: Buffer.from(text),
  });
  const first = page.getByText(/\(pid 1, tid \d+\)/).first();
  await first.waitFor();
  const number = page.getByText(/^\(1\/\d+\)$/); // where there are several
  if ((await number.count()) === 0) return /(\S.*\(pid 1, tid \d+\))/.exec(await first.innerText()).slice(1);
  await number.click();
  await page.getByText('Total Weight').waitFor();
  const list = await page.evaluate(() => document.body.innerText);
  return [...list.matchAll(/^\d+\t(.*\(pid 1, tid \d+\))/gm)].map(([, lane]) => lane);
}

/**
 * How a recording's tasks are called there. The loop's calls are slices of another kind, which Perfetto
 * shows on a track of their own: it has no lane among the tasks.
 */
const tasks = (text) =>
  JSON.parse(text).traceEvents.filter(({ name, tid }) => name === 'thread_name' && tid > 0)
    .map(({ tid, args }) => `${args.name} (pid 1, tid ${tid})`);

/** So many tasks or coroutines each demo has: counted by hand, in its source. */
const count = { ch03: 2, ch04: 13, ch05: 8, ch06: 6, ch07: 16 };

for (const chapter of chapters)
  test(`${chapter}: speedscope shows a lane for each task`, async () => {
    const { text } = recorded(chapter);
    const shown = await lanes(`${chapter}.json`, text);
    assert.deepEqual(shown, tasks(text));
    assert.equal(shown.length, count[chapter]);
    assert.deepEqual(page.said, []);
  });

/** The loop's calls, each from its beginning to its end. */
const calls = (text) => {
  const slices = JSON.parse(text).traceEvents.filter(({ cat }) => cat === 'loop');
  assert.deepEqual(slices.map(({ ph }) => ph), slices.map((_, at) => 'be'[at % 2]));
  return slices.filter(({ ph }) => ph === 'b').map(({ ts }, at) => [ts, slices[2 * at + 1].ts]);
};

for (const chapter of ['ch03', 'ch05', 'ch06', 'ch07'])
  test(`${chapter}: each run of a task is within a call of the loop's`, () => {
    const { text } = recorded(chapter);
    const all = calls(text);
    const runs = JSON.parse(text).traceEvents.filter(({ ph }) => ph === 'B' || ph === 'E');
    assert.ok(all.length > 0 && runs.length > 0);
    for (const { ts } of runs) assert.ok(all.some(([begins, ends]) => begins < ts && ts < ends), `at ${ts}`);
  });

/** So many they are in a museum's bug, and in its cure: counted by hand, too. */
const countOfBug = { two_readers: [2, 3], forgotten_await: [1, 1], catch_all: [2, 2], lost_wake_up: [3, 3] };

test('speedscope shows the lanes of a museum’s bugs and of their cures', async () => {
  const found = [];
  for (const chapter of readdirSync(join(root, 'chapters'))) {
    const cured = join(root, 'chapters', chapter, 'bugs/cured');
    for (const name of (existsSync(cured) ? readdirSync(cured) : []).map((file) => file.replace('.cpp', ''))) {
      found.push(name);
      for (const [at, kind] of ['broken', 'cured'].entries()) {
        const text = readFileSync(join(build, 'chapters', chapter, `${kind}_${name}.json`), 'utf8');
        const shown = await lanes('museum.json', text);
        assert.deepEqual(shown, tasks(text), name);
        assert.equal(shown.length, countOfBug[name][at], `${name}, ${kind}`);
      }
    }
  }
  assert.deepEqual(found.sort(), Object.keys(countOfBug).sort());
});

test('speedscope shows the lanes of a program on the runtime', async () => {
  const place = mkdtempSync(join(tmpdir(), 'huddle-'));
  const trace = join(place, 'trace.json');
  try {
    execFileSync(join(build, 'tests/docs/traced_program'), { env: { ...process.env, HUDDLE_TRACE: trace } });
    const shown = await lanes('trace.json', readFileSync(trace, 'utf8'));
    assert.deepEqual(shown.map((lane) => lane.split(' ')[0]), ['program', 'listener', 'fetch', 'fetch']);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('a recording that lacks a lane is seen to lack it', async () => {
  const { text } = recorded('ch07');
  const recording = JSON.parse(text);
  const last = Math.max(...recording.traceEvents.map(({ tid }) => tid));
  recording.traceEvents = recording.traceEvents.filter(({ tid, name }) => tid !== last || name === 'thread_name');
  const shown = await lanes('less.json', JSON.stringify(recording));
  assert.equal(shown.length, count.ch07 - 1);
  assert.notDeepEqual(shown, tasks(text));
});
