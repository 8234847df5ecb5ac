// @ts-check
// A part of the program as a picture: a lane for each task, and a cursor at the moment.
//
// A step is as wide as any other, however long it took: most take no time at all. Dashed lines say
// where the clock moved on. States differ in shape, not only in colour.

import { box, drawn, element } from './page.js';
import { timeInWords } from './words.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./model.js').Part} Part */

const ROW = 26;
const BAR = 14;
const STATES = ['running', 'ready', 'sleeping', 'waiting'];

/**
 * The lanes that a part of the program shows.
 * @param {Model} model
 * @param {Part} part
 */
export function lanesOf(model, part) {
  const before = part.first > 0 ? model.moments[part.first - 1].status : new Map();
  return [...model.moments[part.last].status.keys()].filter((lane) => before.get(lane) !== 'done');
}

/**
 * What a lane does in a part of the program: its states, each from one moment to another.
 * @param {Model} model
 * @param {number} lane
 * @param {Part} part
 */
export function stretches(model, lane, part) {
  /** @type {{state: string, from: number, to: number}[]} */
  const found = [];
  for (let at = part.first; at <= part.last; ++at) {
    const moment = model.moments[at];
    const ends = moment.kind === 'ended' && moment.lane === lane; // it still runs at its last moment
    const state = ends ? 'running' : moment.status.get(lane);
    const last = found.at(-1);
    if (!state || state === 'done') continue;
    if (last && last.state === state && last.to === at) last.to = at + 1;
    else found.push({ state, from: at, to: at + 1 });
  }
  return found;
}

export class Timeline {
  /**
   * @param {Model} model
   * @param {(moment: number) => void} go
   */
  constructor(model, go) {
    this.model = model;
    this.names = element('div', { class: 'player-lanes', 'aria-hidden': 'true' });
    this.strip = element('div', { class: 'player-strip', tabindex: 0, role: 'group', 'aria-label': 'Timeline' });
    this.box = box('timeline', this.names, this.strip,
      box('legend', ...STATES.map((state) => element('span', {}, sample(state), state))),
    );
    this.strip.addEventListener('click', (/** @type {MouseEvent} */ event) => {
      const x = event.clientX - this.strip.getBoundingClientRect().left + this.strip.scrollLeft;
      if (this.part) go(Math.min(this.part.last, this.part.first + Math.floor(x / this.step)));
    });
    new ResizeObserver(() => {
      if (this.part && this.strip.clientWidth !== this.width) this.draw(this.part);
    }).observe(this.strip);
  }

  step = 0;
  width = 0;
  at = 0;
  future = true;
  /** @type {Part | undefined} */
  part;

  /**
   * @param {number} at the moment
   * @param {boolean} future whether what comes later is shown
   */
  show(at, future) {
    this.at = at;
    this.future = future;
    const part = this.model.parts.find(({ first, last }) => first <= at && at <= last);
    if (part && part !== this.part) this.draw(part);
    else this.move();
  }

  /** @param {Part} part */
  draw(part) {
    this.part = part;
    const { moments, names } = this.model;
    const lanes = lanesOf(this.model, part);
    const steps = part.last - part.first + 1;
    this.width = this.strip.clientWidth;
    this.step = Math.max(9, (this.width - 1) / steps);
    const height = lanes.length * ROW;
    const wide = steps * this.step;
    const x = (/** @type {number} */ moment) => (moment - part.first) * this.step;
    const y = (/** @type {number} */ lane) => Math.max(0, lanes.indexOf(lane)) * ROW + ROW / 2;

    this.names.replaceChildren(...lanes.map((lane) => element('span', {}, names.get(lane) || '')));
    const svg = drawn('svg', {
      width: wide, height: height + 18, viewBox: `0 0 ${wide} ${height + 18}`, role: 'img',
      'aria-label': `${part.title}: ${lanes.length} tasks in ${steps} moments`,
    });
    const times = [];
    let free = 0; // where a label has room
    for (let at = part.first; at <= part.last; ++at) {
      const before = at ? timeInWords(moments[at - 1].time) : '';
      const time = timeInWords(moments[at].time);
      if (time === before || x(at) < free) continue;
      free = x(at) + 12 + time.length * 6;
      svg.append(drawn('path', { class: 'tick', d: `M${x(at)} 0V${height + 4}` }));
      const end = x(at) > wide - 40;
      times.push(drawn('text', { x: x(at) + (end ? -3 : 3), y: height + 14, 'text-anchor': end ? 'end' : 'start' }, time));
    }
    for (const lane of lanes)
      for (const { state, from, to } of stretches(this.model, lane, part))
        svg.append(shape(state, x(from), x(to), y(lane)));
    for (let at = part.first; at <= part.last; ++at)
      for (const { from, to } of moments[at].wakes)
        if (from !== to && lanes.includes(from))
          svg.append(arrow(x(at) + this.step / 2, y(from), y(to)));
    this.veil = drawn('rect', { class: 'veil', height: height + 18 });
    this.cursor = drawn('rect', { class: 'cursor', width: this.step, height: height + 4 });
    // A time is wider than a step: it stands above the veil, once it has come.
    svg.append(this.veil, this.cursor, ...times);
    this.strip.replaceChildren(svg);
    this.move();
  }

  move() {
    if (!this.part || !this.cursor || !this.veil) return;
    const x = (this.at - this.part.first) * this.step;
    this.cursor.setAttribute('x', String(x));
    this.veil.setAttribute('x', String(x + this.step));
    this.veil.setAttribute('width', this.future ? '0' : '9999');
    for (const time of this.strip.querySelectorAll('text'))
      time.style.opacity = this.future || Number(time.getAttribute('x')) < x + 6 ? '' : '0';
    const seen = x - this.strip.scrollLeft;
    if (seen < 0 || seen > this.width - 3 * this.step) this.strip.scrollLeft = x - this.width / 2;
  }
}

/**
 * A state between two places of a lane.
 * @param {string} state
 * @param {number} from
 * @param {number} to
 * @param {number} y
 */
function shape(state, from, to, y) {
  const width = Math.max(1, to - from - 1);
  if (state === 'running' || state === 'ready')
    return drawn('rect', { class: state, x: from + 0.5, y: y - BAR / 2, width, height: BAR, rx: 3 });
  return drawn('path', { class: state, d: `M${from + 2} ${y}H${to - 2}` });
}

/** @param {number} x @param {number} from @param {number} to */
function arrow(x, from, to) {
  const down = to > from ? 1 : -1;
  const end = to - (down * BAR) / 2;
  return drawn('path', {
    class: 'arrow', d: `M${x} ${from}V${end}m-3 ${-4 * down}l3 ${4 * down}l3 ${-4 * down}`,
  });
}

/** @param {string} state */
function sample(state) {
  return drawn('svg', { width: 26, height: BAR + 2, 'aria-hidden': 'true' }, shape(state, 0, 26, BAR / 2 + 1));
}
