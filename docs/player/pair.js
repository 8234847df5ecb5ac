// @ts-check
// Two players side by side, stepped together, and the first step at which their programs differ.

import { element } from './page.js';

/** @typedef {import('./player.js').Player} Player */
/** @typedef {import('./player.js').Recorded} Recorded */
/** @typedef {import('./model.js').Model} Model */

/**
 * The first moment, from 0, at which two programs do different things; -1 when they do the same.
 * @param {Model} one
 * @param {Model} other
 */
export function firstDifference(one, other) {
  const most = Math.max(one.moments.length, other.moments.length);
  for (let at = 0; at < most; ++at) {
    const [left, right] = [one.moments[at], other.moments[at]];
    if (!left || !right || doing(left) !== doing(right)) return at;
  }
  return -1;
}

/**
 * What is said of two programs without a difference. A name begins small within a sentence.
 * @param {string[]} names
 */
export function sameInWords([one, other]) {
  return `${one} and ${other[0].toLowerCase()}${other.slice(1)} do the same, step by step.`;
}

/**
 * What happens at a moment. For whom a task waits is known from what comes later, and no part of it.
 * @param {import('./model.js').Moment} moment
 */
function doing({ kind, lane, status, words }) {
  return kind === 'waits' ? `${kind} ${lane} ${status.get(lane)}` : words;
}

/**
 * Fills `root` with both players and a line that says where they differ.
 * @param {HTMLElement} root
 * @param {new (root: HTMLElement, recorded: Recorded) => Player} Player
 * @param {Recorded} left
 * @param {Recorded} right
 * @param {[string, string]} names what the line calls them
 */
export function pair(root, Player, left, right, names) {
  const places = [left, right].map(({ id }) => element('div', { class: 'player', id }));
  const said = element('p', { class: 'player-difference', 'aria-live': 'polite' });
  root.replaceChildren(said, element('div', { class: 'player-pair' }, ...places));
  const players = [new Player(places[0], left), new Player(places[1], right)];
  let together = false;
  players.forEach((player, number) =>
    player.listeners.push((at) => {
      if (together) return;
      together = true; // the other one follows, and does not lead back
      players[1 - number].move(at);
      together = false;
    }),
  );
  const at = firstDifference(players[0].model, players[1].model);
  if (at < 0) {
    said.append(sameInWords(names));
  } else {
    const words = players.map(({ model }) => model.moments[at]?.words || 'it has ended.');
    said.append(
      element('b', {}, `The first step that differs is ${at + 1}. `),
      `${names[0]}: ${words[0]} ${names[1]}: ${words[1]} `,
      element('button', { type: 'button', onclick: () => players[0].go(at) }, 'Go there'),
    );
  }
  return players;
}
