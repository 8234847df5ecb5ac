// @ts-check
// Guess first: who prints the next line? The question, its choices and why it is so.

import { timeInWords } from './words.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {{print: number, answer: number, choices: number[]}} Question */

/**
 * The question that is open at a moment: who prints next? Undefined where nobody does, or where
 * only one could.
 * @param {Model} model
 * @param {number} at
 * @returns {Question | undefined}
 */
export function question(model, at) {
  const print = model.moments.findIndex((moment, number) => number > at && moment.kind === 'prints');
  if (print < 0) return undefined;
  const answer = model.moments[print].lane;
  const main = model.output.some((line) => line.lane === 0);
  const choices = [...(main ? [0] : []), ...model.moments[print].status.keys()].filter(
    (lane) => lane === answer || model.moments[at].status.get(lane) !== 'done',
  );
  return choices.length > 1 ? { print, answer, choices } : undefined;
}

/**
 * @param {Model} model
 * @param {number} lane
 */
export function nameOf(model, lane) {
  return lane ? model.names.get(lane) || '' : 'main() or a callback';
}

/**
 * Why the one who prints next does, seen from the moment of the question.
 * @param {Model} model
 * @param {number} at
 * @param {Question} asked
 */
export function why(model, at, { print, answer }) {
  const { status, running, ready, reasons } = model.moments[at];
  const { words, time } = model.moments[print];
  const meanwhile = model.moments.slice(at + 1, print);
  const name = nameOf(model, answer);
  const state = status.get(answer);
  if (answer === 0)
    return words.startsWith('main()')
      ? 'nobody else prints before main() goes on.'
      : 'a callback’s turn comes before any task’s.';
  if (running === answer) {
    const wait = meanwhile.filter(({ kind, lane }) => kind === 'waits' && lane === answer).at(-1);
    if (wait) return `${wait.words.slice(0, -1)}, and nobody prints before it goes on.`;
    const awaits = meanwhile.some(({ kind }) => kind === 'awaits');
    return `${name} runs on${awaits ? ': to await a coroutine is to call it' : ' until it waits'}.`;
  }
  if (state === 'ready') {
    const { kind } = meanwhile.find(({ lane }) => lane === running) || { kind: '' };
    const gives = kind === 'ended' ? 'ends' : 'hands control back';
    const before = running ? `${nameOf(model, running)} ${gives}, and ` : '';
    return ready.findIndex(({ lane }) => lane === answer) === 0
      ? `${before}${name} is the first in the ready queue.`
      : `${before}those before ${name} in the ready queue print nothing.`;
  }
  const reason = reasons.get(answer);
  if (reason && reason.kind === 'timer')
    return `nobody else has a turn before ${name} wakes at ${timeInWords(time)}.`;
  const woken = meanwhile.flatMap(({ wakes }) => wakes).find(({ to }) => to === answer);
  if (woken && woken.from) return `${nameOf(model, woken.from)} wakes ${name}, and nobody prints in between.`;
  if (!state) return `${name} is made before that, and has its turn.`;
  return `what ${name} waited for has happened, and its turn has come.`;
}
