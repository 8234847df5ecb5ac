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
  const name = nameOf(model, answer);
  if (answer === 0)
    return [...status.values()].some((each) => each !== 'done')
      ? 'the loop has returned, or a callback’s turn has come before any task’s.'
      : 'no task is left, and the program goes on behind its loop.';
  if (running === answer) return `${name} runs, and nobody interrupts it before it awaits.`;
  const state = status.get(answer);
  if (state === 'ready') {
    const place = ready.findIndex((turn) => turn.lane === answer);
    const before = running > 0 ? `${nameOf(model, running)} hands control back, and ` : '';
    return place === 0
      ? `${before}${name} is the first in the ready queue.`
      : `${before}those before ${name} in the ready queue print nothing.`;
  }
  const reason = reasons.get(answer);
  if (reason && reason.kind === 'timer')
    return `nobody else has a turn before ${name} wakes at ${timeInWords(model.moments[print].time)}.`;
  const woken = model.moments.slice(at, print).flatMap(({ wakes }) => wakes);
  const { from } = woken.find(({ to }) => to === answer) || { from: 0 };
  if (from) return `${nameOf(model, from)} wakes ${name}, and nobody prints in between.`;
  if (!state) return `${name} is made before that, and has its turn.`;
  return `what ${name} waited for has happened, and its turn has come.`;
}
