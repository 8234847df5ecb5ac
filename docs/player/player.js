// @ts-check
// The player: a recording of a real program, stepped through forward and back.

import { Code } from './code.js';
import { nameOf, question, why } from './guess.js';
import { model } from './model.js';
import { box, drawn, element } from './page.js';
import { Timeline } from './timeline.js';
import { timeInWords, waiting } from './words.js';

/** @typedef {import('./model.js').Moment} Moment */
/**
 * @typedef {object} Recorded
 * @property {string} id the player's name in links: #id@moment
 * @property {string} title
 * @property {string | object} recording
 * @property {Record<string, string>} files the program's sources, the first one shown first
 */

const ICONS = {
  first: 'M4 3v10M13 3L6 8l7 5z',
  back: 'M11 3L5 8l6 5z',
  play: 'M4 2.5l9 5.5-9 5.5z',
  pause: 'M5 3v10M11 3v10',
  next: 'M5 3l6 5-6 5z',
  last: 'M12 3v10M3 3l7 5-7 5z',
};
const PACE = 900; // milliseconds for each moment, at speed 1

export class Player {
  /**
   * @param {HTMLElement} root is filled; what it held stays, for print
   * @param {Recorded} recorded
   */
  constructor(root, recorded) {
    this.id = recorded.id;
    this.model = model(recorded.recording, recorded.files);
    this.at = 0;
    /** @type {Map<number, boolean>} whether each line that was guessed was guessed right */
    this.guessed = new Map();
    this.timer = 0;
    /** @type {((at: number) => void)[]} */
    this.listeners = [];

    this.used = new Set(
      this.model.moments.flatMap((moment) =>
        Object.entries(this.facts(moment)).filter(([, words]) => words.length).map(([title]) => title),
      ),
    );
    this.code = new Code(recorded.files);
    this.timeline = new Timeline(this.model, (moment) => this.go(moment));
    this.words = element('p', { class: 'player-words', 'aria-live': 'polite' });
    this.asked = element('div', { class: 'player-guess', 'aria-live': 'polite' });
    this.state = element('dl', { class: 'player-state' });
    this.output = element('pre', { tabindex: 0, role: 'group', 'aria-label': 'Output' });
    this.live = element(
      'div', { class: 'player-live', role: 'group', 'aria-label': `Recording: ${recorded.title}`, tabindex: -1 },
      this.top(recorded.title),
      this.words,
      this.asked,
      box('panes', this.code.box,
        box('side', this.state, box('output', box('heading', 'Output'), this.output)),
      ),
      this.timeline.box,
      this.controls(),
    );
    this.live.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => this.key(event));
    root.prepend(this.live);
    root.classList.add('is-live');
    this.show();
  }

  get last() {
    return this.model.moments.length - 1;
  }

  // --- What there is to press ---

  /** @param {string} title */
  top(title) {
    const { parts } = this.model;
    this.part = element(
      'select', { 'aria-label': 'Part of the program', onchange: () => this.go(parts[this.part.selectedIndex].first) },
      ...parts.map((part) => element('option', {}, part.title)),
    );
    this.guess = element('input', {
      type: 'checkbox', onchange: () => this.guessFirst(),
    });
    return box('top',
      box('title', title),
      this.part,
      element('label', { class: 'player-switch' }, this.guess, 'Guess first'),
    );
  }

  controls() {
    const button = (/** @type {keyof typeof ICONS} */ icon, /** @type {string} */ name, /** @type {() => void} */ press) =>
      element('button', { class: icon, title: name, 'aria-label': name, onclick: press }, picture(icon));
    this.play = button('play', 'Play', () => (this.timer ? this.pause() : this.run()));
    this.slider = element('input', {
      type: 'range', min: 0, max: this.last, 'aria-label': 'Moment',
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.onward = button('next', 'Next', () => this.next());
    this.counter = element('a', { class: 'player-counter', title: 'Link to this moment' });
    this.speed = element(
      'select', { 'aria-label': 'Speed' },
      ...[0.5, 1, 2, 4].map((speed) => element('option', { selected: speed === 1 }, `${speed}×`)),
    );
    return box('controls',
      button('first', 'First moment', () => this.go(0)),
      button('back', 'Back', () => this.go(this.at - 1)),
      this.play,
      this.onward,
      button('last', 'Last moment', () => this.go(this.last)),
      this.slider, this.counter, this.speed,
    );
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.tagName === 'SELECT') return;
    const keys = /** @type {Record<string, () => void>} */ ({
      ArrowRight: () => this.next(),
      ArrowLeft: () => this.go(this.at - 1),
      Home: () => this.go(0),
      End: () => this.go(this.last),
    });
    if (event.key === ' ' && target.tagName !== 'BUTTON' && target !== this.guess)
      this.play.click();
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  }

  // --- Moving ---

  /** @param {number} at the moment, from 0 */
  go(at) {
    this.pause();
    this.move(at);
  }

  next() {
    this.pause();
    if (!this.open()) this.move(this.at + 1);
  }

  run() {
    if (this.at === this.last) this.move(0);
    if (this.open()) return;
    this.play.replaceChildren(picture('pause'));
    this.play.setAttribute('aria-label', 'Pause');
    this.words.setAttribute('aria-live', 'off'); // a sentence each second would never end
    const on = () => {
      if (this.at === this.last || this.open()) return this.pause();
      this.move(this.at + 1);
      this.timer = window.setTimeout(on, PACE / parseFloat(this.speed.value));
    };
    this.timer = window.setTimeout(on, PACE / 3);
  }

  pause() {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.play.replaceChildren(picture('play'));
    this.play.setAttribute('aria-label', 'Play');
    this.words.setAttribute('aria-live', 'polite');
  }

  /** @param {number} at */
  move(at) {
    this.at = Math.max(0, Math.min(this.last, at));
    this.show();
    for (const listener of this.listeners) listener(this.at);
  }

  // --- Guess first ---

  /** The question that must be answered before the next step. Until then, no button leads there. */
  open() {
    const next = this.guess.checked ? question(this.model, this.at) : undefined;
    const asked = next && !this.guessed.has(next.print) ? next : undefined;
    this.play.ariaDisabled = this.onward.ariaDisabled = !!asked;
    return asked;
  }

  guessFirst() {
    this.pause();
    this.guessed.clear();
    this.asked.replaceChildren();
    this.show();
  }

  ask() {
    const asked = this.open();
    const right = [...this.guessed.values()].filter(Boolean).length;
    const score = `${right} of ${this.guessed.size} right`;
    const say = (/** @type {(Node | string)[]} */ ...parts) => this.asked.replaceChildren(...parts);
    if (!this.guess.checked) return;
    if (!asked) {
      const next = this.model.output[this.model.moments[this.at].output];
      const who = next ? `only ${nameOf(this.model, next.lane)}` : 'nobody';
      if (this.at === this.last && this.guessed.size) say(`The end: ${score}.`);
      else if (!question(this.model, this.at)) say(`No question here: ${who} can print next.`);
      return;
    }
    const choose = (/** @type {number} */ lane) => {
      const hit = lane === asked.answer;
      this.guessed.set(asked.print, hit);
      this.open();
      const reason = why(this.model, this.at, asked);
      say(
        element('b', {}, hit ? 'Right: ' : `No, ${nameOf(this.model, asked.answer)} does: `),
        `${reason} `,
        element('button', { onclick: () => this.go(asked.print) }, 'See the line'),
      );
      this.asked.lastChild.focus();
    };
    say(
      element('b', {}, 'Who prints the next line? '),
      ...asked.choices.map((lane) =>
        element('button', { onclick: () => choose(lane) }, nameOf(this.model, lane)),
      ),
      this.guessed.size ? element('small', {}, score) : '',
    );
  }

  // --- What is seen ---

  show() {
    const { moments, parts, output } = this.model;
    const moment = moments[this.at];
    const part = parts.findIndex(({ first, last }) => first <= this.at && this.at <= last);
    this.part.selectedIndex = part;
    this.words.textContent = moment.words;
    this.slider.value = String(this.at);
    this.slider.setAttribute('aria-valuetext', `moment ${this.at + 1} of ${moments.length}`);
    this.counter.textContent = `${this.at + 1} / ${moments.length} · ${timeInWords(moment.time)}`;
    this.counter.setAttribute('href', `#${this.id}@${this.at + 1}`);
    let seen = this.at; // where no line is the current one, the last one stays in sight
    while (seen > 0 && !moments[seen].file) --seen;
    const { file, line, stack } = moments[seen];
    const outer = stack.slice(0, -1).map((frame) => frame.line);
    this.code.show(file, line, seen === this.at, outer);
    this.state.replaceChildren(...this.panels(moment));
    const lines = output.slice(0, moment.output);
    this.output.replaceChildren(
      ...lines.map((line) => element('span', { class: line.moment === this.at && 'now' }, `${line.text}\n`)),
    );
    this.output.scrollTop = this.output.scrollHeight;
    this.timeline.show(this.at, !this.guess.checked);
    this.ask();
  }

  /**
   * What there is to see of a moment, by its title.
   * @param {Moment} moment
   * @returns {Record<string, string[]>}
   */
  facts({ kind, running, lane, status, ready, timers, watches, reasons }) {
    const name = (/** @type {number} */ other) => nameOf(this.model, other);
    const mains = ['prints', 'made', 'sets timer'].includes(kind) && lane === 0;
    const waits = [...reasons].filter(([, { kind }]) => kind === 'lane' || kind === 'other');
    return {
      Running: [running > 0 ? name(running) : mains || !status.size ? name(0) : 'the loop'],
      'Ready queue': ready.map((turn) => turn.name),
      Timers: timers.map((timer) => `${name(timer.lane)} · ${timeInWords(timer.due)}`),
      'Descriptors watched': watches.map(
        (watch) => `${watch.descriptor} for ${watch.what}: ${name(watch.lane)}`,
      ),
      'Who waits for whom': waits.map(([who, reason]) =>
        reason.kind === 'lane' ? `${name(who)} → ${reason.lanes.map(name).join(', ')}` : `${name(who)} ${waiting(reason, name)}`,
      ),
    };
  }

  /** @param {Moment} moment */
  panels(moment) {
    const facts = Object.entries(this.facts(moment)).filter(([title]) => this.used.has(title));
    return facts.map(([title, words]) =>
      element(
        'div', {}, element('dt', {}, title),
        element('dd', {}, ...(words.length ? words : ['none']).map((text) => element('span', { class: words.length ? `chip ${title}` : '' }, text))),
      ),
    );
  }
}

/** @param {keyof typeof ICONS} icon */
function picture(icon) {
  return drawn('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, drawn('path', { d: ICONS[icon] }));
}
