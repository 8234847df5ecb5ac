// @ts-check
// What happens at a moment, as a sentence that a learner reads, and the time as people write it.

/**
 * Nanoseconds in words: 0 s, 250 ms, 1.5 s.
 * @param {number} time
 */
export function timeInWords(time) {
  const micro = Math.floor(time / 1000);
  if (micro === 0) return '0 s';
  const short = (/** @type {number} */ value) => String(Number(value.toPrecision(4)));
  if (micro < 1000) return `${micro} µs`;
  return micro < 1e6 ? `${short(micro / 1e3)} ms` : `${short(micro / 1e6)} s`;
}

/**
 * What a task waits for, behind the word "waits".
 * @param {import('./model.js').Reason} reason
 * @param {(lane: number) => string} name
 */
export function waiting(reason, name) {
  if (reason.kind === 'turn') return 'hands control back and stands in line again';
  if (reason.kind === 'timer')
    return `sleeps until ${timeInWords(reason.due)}`;
  if (reason.kind === 'descriptor') return `waits until descriptor ${reason.descriptor} is ready`;
  if (reason.kind === 'lane') return `waits for ${reason.lanes.map(name).join(', ')}`;
  return reason.kind === 'never' ? 'waits, and nobody ever wakes it' : `waits for ${reason.what}`;
}
