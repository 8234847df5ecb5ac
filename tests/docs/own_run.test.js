// A reader's own run beside the chapter's.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { model } from '../../docs/player/model.js';
import { firstDifference, sameInWords } from '../../docs/player/pair.js';
import { close, open, visit } from './browser.js';
import { build, recorded, site } from './recordings.js';

before(open);
after(close);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The recording of chapter 5 as a program would make it whose parent says something else. */
const different = () => recorded('ch05').text.replace('The parent dives.', 'The parent sings.');
const drop = (page, ...files) =>
  page.locator('#player-file').setInputFiles(
    files.map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
  );
const counters = (page) => page.locator('.player-counter').allTextContents();

test('the first step that differs is found, and none where all are the same', () => {
  const { text, files } = recorded('ch05');
  const chapter = model(text, files);
  const own = model(different(), files);
  const at = firstDifference(chapter, own);
  assert.match(own.moments[at].words, /The parent sings/);
  assert.equal(firstDifference(chapter, model(text, files)), -1);
  const shorter = { ...chapter, moments: chapter.moments.slice(0, 10) };
  assert.equal(firstDifference(chapter, shorter), 10);
});

test('a name begins small within a sentence', () => {
  assert.equal(sameInWords(['Yours', 'The chapter’s']), 'Yours and the chapter’s do the same, step by step.');
});

test('a dropped trace is played beside the chapter that the reader chooses', async () => {
  const page = await visit('your-run.html');
  await page.getByLabel('Beside it').selectOption('ch05');
  await drop(page, ['run.json', different()]);
  const said = page.locator('.player-difference');
  await said.waitFor();
  assert.match(await said.textContent(), /The first step that differs is (\d+)\..*sings.*dives/);
  const step = /is (\d+)\./.exec(await said.textContent())[1];
  await page.getByRole('button', { name: 'Go there' }).click();
  for (const counter of await counters(page)) assert.ok(counter.startsWith(`${step} /`), counter);
  await page.locator('#ours').getByRole('button', { name: 'Back', exact: true }).click();
  for (const counter of await counters(page)) assert.ok(counter.startsWith(`${step - 1} /`), counter);
  assert.deepEqual(page.said, []);
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run('.player-own'));
  assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  await page.context().close();
});

test('the same trace does the same; another chapter shows the difference', async () => {
  const page = await visit('your-run.html');
  await page.getByLabel('Beside it').selectOption('ch05');
  await drop(page, ['run.json', recorded('ch05').text], ['demo.cpp', recorded('ch05').files['demo.cpp']]);
  await page.locator('.player-difference').waitFor();
  assert.match(await page.locator('.player-difference').textContent(), /^Yours and the chapter’s do the same, step by step\.$/);
  await page.getByLabel('Beside it').selectOption('ch07');
  assert.match(await page.locator('.player-difference').textContent(), /The first step that differs is 1\./);
  await page.context().close();
});

test('what is no trace is refused with a sentence', async () => {
  const page = await visit('your-run.html');
  await drop(page, ['notes.json', 'hello']);
  await page.getByText('This file is not JSON: it is no recording.').waitFor();
  await drop(page, ['demo.cpp', 'int main() {}']);
  await page.getByText('There is no .json file among these').waitFor();
  assert.equal(await page.locator('.player-live').count(), 0);
  await page.context().close();
});

test('broken beside cured: the bug waits for ever, its cure ends, and they are stepped together', async () => {
  const page = await visit('chapter7.html');
  const museum = page.locator('.player-museum').filter({ hasText: 'lost_wake_up' });
  assert.match(
    await museum.locator('.player-difference').textContent(),
    /first step that differs is 8\. Broken: reads awaits sleep\(\).* Cured: reads waits for writes\./,
  );
  await museum.getByRole('button', { name: 'Last moment' }).first().click();
  const [broken, cured] = await museum.locator('.player-words').allTextContents();
  assert.equal(broken, 'reads waits, and nobody ever wakes it.');
  assert.equal(cured, 'a_day ends.');
  assert.deepEqual(page.said, []);
  await page.context().close();
});

for (const [page, bug, broken, cured] of [
  ['chapter5.html', 'two_readers', /^Bo hears x\n$/, /^Ada hears x\nBo hears y\n$/],
  ['chapter6.html', 'forgotten_await', /^0 saved\n$/, /^1 saved\n$/],
  ['chapter7.html', 'catch_all', /try again\n(here is a herring\n)+$/, /time to go home\n$/],
])
  test(`broken beside cured: ${bug}`, async () => {
    const shown = await visit(page);
    const museum = shown.locator('.player-museum').filter({ hasText: bug });
    assert.match(await museum.locator('.player-difference').textContent(), /The first step that differs is \d+\./);
    const last = []; // what each has printed in the end
    for (const number of [0, 1]) {
      await museum.getByRole('button', { name: 'Last moment' }).nth(number).click();
      last.push((await museum.locator('.player-output pre').allTextContents())[number]);
    }
    assert.match(last[0], broken);
    assert.match(last[1], cured);
    assert.deepEqual(shown.said, []);
    await shown.context().close();
  });

test('a run that lies beside the page is played at once', async () => {
  const file = join(site, 'your-run.data.js');
  const empty = readFileSync(file, 'utf8');
  const { text, files } = recorded('ch06');
  writeFileSync(file, `globalThis.huddleRun = ${JSON.stringify({ chapter: 'ch06', recording: text, files })}`);
  try {
    const page = await visit('your-run.html');
    assert.match(await page.locator('.player-difference').textContent(), /do the same/);
    assert.equal(await page.getByLabel('Beside it').inputValue(), 'ch06');
    assert.deepEqual(page.said, []);
    await page.context().close();
  } finally {
    writeFileSync(file, empty);
  }
});

test('./course play: a future that tells nobody is seen where the chick is not woken', async () => {
  const file = join(site, 'your-run.data.js');
  const empty = readFileSync(file, 'utf8');
  const place = mkdtempSync(join(tmpdir(), 'huddle-'));
  const env = { ...process.env, COURSE_MY: join(place, 'my'), COURSE_CACHE: join(place, 'cache'), COURSE_SITE: site };
  const course = (...words) =>
    execFileSync(join(build, 'runtime/tools/course/course_runner'), words, { env, stdio: 'pipe', encoding: 'utf8' });
  try {
    [9, 12, 12, 7, 12].forEach((step, at) => course('catch-up', String(at + 1), '--step', String(step)));
    const future = join(place, 'my/03_futures/future.hpp');
    const text = readFileSync(future, 'utf8');
    const told = 'state_->outcome.set_value(std::forward<Value>(value)...);\n    announce();';
    assert.ok(text.includes(told));
    writeFileSync(future, text.replace(told, told.replace('announce();', '')));
    assert.match(course('play', '5'), /Your run lies beside the chapter's\. Open .*your-run\.html/);
    const page = await visit('your-run.html');
    assert.match(
      await page.locator('.player-difference').textContent(),
      /The first step that differs is \d+\. Yours: parent ends\. The chapter’s: parent wakes chick\./,
    );
    assert.deepEqual(page.said, []);
    await page.context().close();
  } finally {
    writeFileSync(file, empty);
    rmSync(place, { recursive: true });
  }
});
