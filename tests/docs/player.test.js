// The player in a real browser, on the pages of the built site, opened from file://.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { nameOf, question, why } from '../../docs/player/guess.js';
import { model } from '../../docs/player/model.js';
import { timeInWords } from '../../docs/player/words.js';
import { close, open, shown, visit } from './browser.js';
import { chapters, recorded } from './recordings.js';

before(open);
after(close);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pageOf = (chapter) => `chapter${Number(chapter.slice(2))}.html`;
const modelOf = (chapter) => {
  const { text, files } = recorded(chapter);
  return model(text, files);
};
/** What the player is to show at a moment, from 0. */
const expected = (made, at) => {
  const moment = made.moments[at];
  return {
    moment: at + 1,
    words: moment.words,
    output: made.output.slice(0, moment.output).map((line) => `${line.text}\n`).join(''),
    ready: moment.ready.map((turn) => turn.name),
    line: moment.line,
    guess: '',
    facts: facts(made, moment),
    slider: at,
    cursor: at - made.parts.find(({ first, last }) => first <= at && at <= last).first,
  };
};
/** What the panels are to show of a moment: those that are not empty. */
const facts = (made, { running, timers, watches, reasons }) => {
  const name = (lane) => nameOf(made, lane);
  const all = {
    Running: running ? [name(running)] : [],
    Timers: timers.map(({ lane, due }) => `${name(lane)} · ${timeInWords(due)}`),
    'Descriptors watched': watches.map(({ descriptor, what, lane }) => `${descriptor} for ${what}: ${name(lane)}`),
    'Who waits for whom': [...reasons].filter(([, { kind }]) => kind === 'lane' || kind === 'other')
      .map(([who, { kind, lanes, what }]) => (kind === 'lane' ? `${name(who)} → ${lanes.map(name).join(', ')}` : `${name(who)} waits for ${what}`)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, words]) => words.length));
};
/** The first player of a page. */
const player = (page) => page.locator('.player').first();
const press = (page, name) => player(page).getByRole('button', { name, exact: true }).click();
const violations = async (page, part = '.player') => {
  await page.evaluate(axe);
  const found = await page.evaluate((selector) => globalThis.axe.run(selector), part);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
};

for (const chapter of chapters)
  test(`${chapter}: stepped forward and back to each end, it shows the recording`, async () => {
    const made = modelOf(chapter);
    const page = await visit(pageOf(chapter));
    const steps = async (direction) => {
      const seen = [];
      for (let count = 0; count < made.moments.length; ++count) {
        seen.push(await shown(page));
        await page.keyboard.press(direction);
      }
      return seen;
    };
    await player(page).locator('.player-live').focus();
    const all = made.moments.map((_, at) => expected(made, at));
    assert.deepEqual(await steps('ArrowRight'), all);
    assert.deepEqual(await steps('ArrowLeft'), all.reverse());
    assert.deepEqual(page.said, []);
    await page.context().close();
  });

test('buttons, slider, Home and End', async () => {
  const made = modelOf('ch07');
  const last = made.moments.length - 1;
  const page = await visit('chapter7.html');
  const at = async (moment) => assert.deepEqual(await shown(page), expected(made, moment));
  await press(page, 'Last moment');
  await at(last);
  await press(page, 'Next');
  await at(last);
  await press(page, 'Back');
  await at(last - 1);
  await press(page, 'First moment');
  await at(0);
  await press(page, 'Back');
  await at(0);
  await press(page, 'Next');
  await at(1);
  await page.keyboard.press('End');
  await at(last);
  await page.keyboard.press('Home');
  await at(0);
  await player(page).locator('.player-controls input').fill('41');
  await at(41);
  await player(page).getByLabel('Part of the program').selectOption({ label: 'cancel' });
  await at(made.parts[5].first);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test('play goes on by itself to the end, space pauses, and a press of a button ends it', async () => {
  const made = modelOf('ch05');
  const page = await visit('chapter5.html');
  await page.clock.install();
  await player(page).locator('.player-live').focus();
  await page.keyboard.press('Space');
  assert.equal(await player(page).locator('.player-controls .play').getAttribute('aria-label'), 'Pause');
  await page.clock.runFor(300 + 900 * 3 + 10);
  assert.equal((await shown(page)).moment, 5);
  await page.keyboard.press('Space');
  await page.clock.runFor(5000);
  assert.equal((await shown(page)).moment, 5);
  await player(page).getByLabel('Speed').selectOption('4×');
  await press(page, 'Play');
  await page.clock.runFor(300 + 225 * made.moments.length);
  assert.equal((await shown(page)).moment, made.moments.length);
  assert.equal(await player(page).locator('.player-controls .play').getAttribute('aria-label'), 'Play');
  for (const [name, moment] of [['Back', 2], ['Next', 4], ['First moment', 1], ['Last moment', made.moments.length]]) {
    await press(page, 'First moment');
    await press(page, 'Play');
    await page.clock.runFor(300 + 225 + 10);
    assert.equal((await shown(page)).moment, 3);
    await press(page, name);
    assert.equal(await player(page).locator('.player-controls .play').getAttribute('aria-label'), 'Play', name);
    await page.clock.runFor(5000);
    assert.equal((await shown(page)).moment, moment, name);
  }
  await page.context().close();
});

test('a link leads to its moment, and brings the player into sight', async () => {
  const made = modelOf('ch07');
  const page = await visit('chapter7.html#ch07@42');
  await page.waitForFunction(() => document.querySelector('.player-counter')?.textContent?.startsWith('42 '));
  assert.deepEqual(await shown(page), expected(made, 41));
  await page.waitForFunction(() => {
    const { top } = document.querySelector('.player').getBoundingClientRect();
    return top > -10 && top < innerHeight / 2;
  });
  await press(page, 'First moment');
  await page.evaluate(() => { location.hash = '#ch07@7'; });
  await page.waitForFunction(() => document.querySelector('.player-counter')?.textContent?.startsWith('7 '));
  // The counter is a link to its own moment.
  await press(page, 'Next');
  await player(page).locator('.player-counter').click();
  assert.match(page.url(), /#ch07@8$/);
  // A second click on a link leads there again.
  const link = page.locator('.contents p a[href^="#ch07@"]').first();
  const wanted = (await link.getAttribute('href')).split('@')[1];
  for (const click of ['first', 'second']) {
    await link.click();
    await page.waitForTimeout(100);
    assert.equal((await shown(page)).moment, Number(wanted), `after the ${click} click`);
    await press(page, 'Next');
  }
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test('guess first: right and wrong, and counted', async () => {
  const made = modelOf('ch07');
  const page = await visit('chapter7.html');
  await player(page).getByLabel('Guess first').check();
  let right = 0;
  let asked = 0;
  for (let at = 0; asked < 4; ) {
    const open = question(made, at);
    assert.ok(open);
    assert.match((await shown(page)).guess, /^Who prints the next line\?/);
    assert.ok(Number(await player(page).locator('.veil').getAttribute('width')) > 0, 'what comes later is seen');
    await page.keyboard.press('ArrowRight');
    assert.equal((await shown(page)).moment, at + 1, 'no step before an answer');
    const buttons = player(page).locator('.player-guess button');
    assert.equal(await buttons.count(), open.choices.length);
    const guess = asked % 2 ? open.choices.find((lane) => lane !== open.answer) : open.answer;
    await buttons.nth(open.choices.indexOf(guess)).click();
    ++asked;
    right += guess === open.answer;
    const said = (await shown(page)).guess;
    const judged = guess === open.answer ? 'Right: ' : `No, ${nameOf(made, open.answer)} does: `;
    assert.ok(said.startsWith(`${judged}${why(made, at, open)}`), said);
    await player(page).getByRole('button', { name: 'See the line' }).click();
    at = open.print;
    assert.equal((await shown(page)).moment, at + 1);
    assert.match((await shown(page)).guess, new RegExp(`${right} of ${asked} right`));
  }
  await press(page, 'Last moment');
  assert.match((await shown(page)).guess, new RegExp(`The end: ${right} of ${asked} right`));
  await player(page).getByLabel('Guess first').uncheck();
  assert.equal((await shown(page)).guess, '');
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test('guess first: while a question is open, Next and Play are disabled, and look it', async () => {
  const page = await visit('chapter7.html');
  const button = (name) => player(page).getByRole('button', { name, exact: true });
  const disabled = async (yes) => {
    for (const name of ['Next', 'Play']) {
      assert.equal(await button(name).getAttribute('aria-disabled'), String(yes), name);
      assert.equal(await button(name).evaluate((one) => Number(getComputedStyle(one).opacity) < 0.6), yes, name);
    }
  };
  await disabled(false);
  await player(page).getByLabel('Guess first').check();
  await disabled(true);
  await button('Next').click({ force: true });
  await button('Play').click({ force: true });
  await page.keyboard.press('ArrowRight');
  assert.equal((await shown(page)).moment, 1);
  assert.equal(await button('Play').count(), 1);
  await player(page).locator('.player-guess button').first().click();
  await disabled(false);
  await button('Next').click();
  assert.equal((await shown(page)).moment, 2);
  await player(page).getByLabel('Guess first').uncheck();
  await disabled(false);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

test('guess first: where there is no question, it says why', async () => {
  for (const chapter of chapters) {
    const made = modelOf(chapter);
    const page = await visit(pageOf(chapter));
    await player(page).getByLabel('Guess first').check();
    for (const { first } of made.parts) {
      await player(page).locator('.player-controls input').fill(String(first));
      const { guess } = await shown(page);
      if (question(made, first)) assert.match(guess, /^Who prints/);
      else assert.equal(guess, `No question here: only ${nameOf(made, made.moments.slice(first + 1).find(({ kind }) => kind === 'prints').lane)} can print next.`);
    }
    await press(page, 'Last moment');
    assert.equal((await shown(page)).guess, 'No question here: nobody can print next.');
    await player(page).getByLabel('Guess first').uncheck();
    assert.equal((await shown(page)).guess, '');
    await page.context().close();
  }
});

test('guess first: a time is shown in full once it has come, and not before', async () => {
  for (const chapter of ['ch04', 'ch05']) {
    const made = modelOf(chapter);
    const page = await visit(pageOf(chapter));
    await player(page).getByLabel('Guess first').check();
    let times = 0;
    for (const at of made.moments.keys()) {
      if (at && made.moments[at].time === made.moments[at - 1].time) continue;
      await player(page).locator('.player-controls input').fill(String(at));
      const wrong = await player(page).locator('.player-strip').evaluate((pane) => {
        const svg = pane.querySelector('svg');
        const cursor = Number(svg.querySelector('.cursor').getAttribute('x'));
        const veil = svg.querySelector('.veil');
        return [...svg.querySelectorAll('text')].filter((text) => {
          const begins = Number(text.getAttribute('x')) + (text.getAttribute('text-anchor') === 'end' ? 3 : -3);
          const come = begins < cursor + 1;
          const covered = Boolean(text.compareDocumentPosition(veil) & Node.DOCUMENT_POSITION_FOLLOWING);
          const box = text.getBoundingClientRect();
          const strip = pane.getBoundingClientRect();
          return covered || (getComputedStyle(text).opacity === '1') !== come || (come && box.left >= strip.left && box.left < strip.right && box.right > strip.right + 0.5);
        }).map((text) => text.textContent);
      });
      times += 1;
      assert.deepEqual(wrong, [], `${chapter} at ${at + 1}`);
    }
    assert.ok(times);
    await page.context().close();
  }
});

test('in a museum, controls are at the lower edge or in their place, and nothing is covered', async () => {
  for (const [file, size] of [['chapter6.html', { width: 1400, height: 900 }], ['chapter7.html', { width: 1400, height: 900 }], ['chapter7.html', { width: 1920, height: 1000 }], ['chapter7.html', { width: 1280, height: 720 }], ['chapter7.html', { width: 390, height: 844 }]]) {
    const page = await visit(file, { viewport: size });
    for (const pair of await page.locator('.player-museum').all()) {
      await pair.locator('.player-pair').evaluate((one) => one.scrollIntoView());
      for (const live of await pair.locator('.player-live').all()) {
        const { bar, legend, box, text } = await live.evaluate((one) => ({
          bar: one.querySelector('.player-controls').getBoundingClientRect().toJSON(),
          legend: one.querySelector('.player-legend').getBoundingClientRect().toJSON(),
          box: one.getBoundingClientRect().toJSON(),
          text: document.getElementById('doc-content').getBoundingClientRect().toJSON(),
        }));
        if (size.height >= 900) assert.ok(legend.bottom <= bar.top + 1 && box.bottom <= size.height, `${file} at ${size.width}: ${legend.bottom}, ${bar.top}, ${box.bottom}`);
        else if (box.top < text.bottom && box.bottom > text.bottom) assert.ok(Math.abs(bar.bottom - text.bottom) < 2, `${file} at ${size.width}: ${bar.bottom}`);
      }
    }
    await page.context().close();
  }
});

test('without JavaScript, the output and the picture are there, and no empty player', async () => {
  for (const chapter of chapters) {
    const page = await visit(pageOf(chapter), { javaScriptEnabled: false });
    assert.equal(await player(page).locator('.player-live').count(), 0);
    assert.ok(await player(page).locator('.player-static pre').isVisible());
    const { output } = recorded(chapter);
    assert.equal(await player(page).locator('.player-static pre').textContent(), `${output.join('\n')}\n`);
    const pictures = player(page).locator('.player-static svg');
    const { parts, moments } = model(recorded(chapter).text);
    const drawn = parts.filter(({ first, last }) => moments.slice(first, last + 1).some(({ running }) => running));
    assert.equal(await pictures.count(), drawn.length, 'a picture for each part in which a task runs');
    for (const picture of await pictures.all()) assert.ok((await picture.locator('rect').count()) > 1);
    await page.context().close();
  }
});

test('on paper, the output and the picture stand instead of the player', async () => {
  const page = await visit('chapter7.html');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await player(page).locator('.player-static svg').first().isVisible());
  assert.ok(!(await player(page).locator('.player-live').isVisible()));
  await page.context().close();
});

test('reduced motion: nothing moves by itself', async () => {
  const page = await visit('chapter7.html', { reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('html, body, #doc-content, .player, .player *')].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth';
    }).map((element) => `${element.tagName} ${element.className}`),
  );
  assert.deepEqual(moving, []);
  await page.context().close();
});

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { size: 'phone' },
  'dark phone': { size: 'phone', colorScheme: 'dark' },
}))
  test(`axe finds nothing: ${name}`, async () => {
    for (const chapter of chapters) {
      const page = await visit(pageOf(chapter), options);
      await player(page).getByLabel('Guess first').check();
      assert.deepEqual(await violations(page), [], `${chapter}, at a question`);
      await player(page).getByLabel('Guess first').uncheck();
      await player(page).locator('.player-controls input').fill('20');
      assert.deepEqual(await violations(page), [], `${chapter}, at moment 21`);
      await page.context().close();
    }
  });

test('on a phone, nothing is wider than the page', async () => {
  for (const chapter of chapters) {
    const page = await visit(pageOf(chapter), { size: 'phone' });
    const wide = await page.evaluate(() => {
      const scrolls = (element) => element.closest('.player-strip, .player-code pre, .player-output pre');
      return [...document.querySelectorAll('.player-live, .player-live *')]
        .filter((element) => !scrolls(element.parentElement) && element.checkVisibility() && element.getBoundingClientRect().right > innerWidth)
        .map((element) => `${element.tagName} ${element.className}: ${element.getBoundingClientRect().right}`);
    });
    assert.deepEqual(wide, [], chapter);
    const page_ = await page.evaluate(() => [document.documentElement, document.querySelector('#doc-content')].map((one) => one.scrollWidth));
    assert.ok(Math.max(...page_) <= 390, `${chapter}: the page is ${page_} pixels wide`);
    await page.context().close();
  }
});

test('a screen reader hears the moment, and nothing while it plays', async () => {
  const page = await visit('chapter7.html');
  const words = player(page).locator('.player-words');
  assert.equal(await words.getAttribute('aria-live'), 'polite');
  await press(page, 'Play');
  assert.equal(await words.getAttribute('aria-live'), 'off');
  await press(page, 'Pause');
  assert.equal(await words.getAttribute('aria-live'), 'polite');
  assert.match(await player(page).locator('.player-controls input').getAttribute('aria-valuetext'), /^moment \d+ of 169$/);
  await page.context().close();
});
