// @ts-check
// Reads a recording: Chrome's Trace Event JSON, as the chapters' demos and HUDDLE_TRACE write it.

/**
 * @typedef {object} Event
 * @property {string} ph what kind: M names a lane, B and E bracket a run, b and e a call of the loop's,
 *   i happens, s wakes f
 * @property {string} name
 * @property {number} tid the lane; 0 is the loop's
 * @property {number} time nanoseconds since the recording began
 * @property {Record<string, any>} args
 * @property {number} id of an arrow, from s to f
 */

/**
 * The events of a recording, in their order. Throws a sentence for the reader when it is none.
 * @param {string | object} recording the text of the file, or what it holds
 * @returns {Event[]}
 */
export function readRecording(recording) {
  /** @type {any} */
  let json = recording;
  // A program that was killed has not written the end of its list.
  if (typeof recording === 'string') json = parsed(recording) || parsed(`${recording}]`);
  if (!json) throw new Error('This file is not JSON: it is no recording.');
  const events = Array.isArray(json) ? json : json && json.traceEvents;
  if (!Array.isArray(events) || !events.some((event) => event && event.name === 'runs'))
    throw new Error('Nobody runs in this file: it is no recording.');
  return events.map((event) => ({
    ph: String(event.ph),
    name: String(event.name),
    tid: Number(event.tid) || 0,
    time: Math.round((event.ts || 0) * 1000),
    args: event.args || {},
    id: Number(event.id) || 0,
  }));
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The lanes' names, each its own: where several tasks share one, they are counted.
 * @param {Event[]} events
 * @returns {Map<number, string>}
 */
export function namesOfLanes(events) {
  /** @type {Map<number, string>} */
  const plain = new Map();
  for (const { ph, name, tid, args } of events)
    if (ph === 'M' && name === 'thread_name') plain.set(tid, withoutTypes(args.name));
  const all = [...plain.values()];
  /** @type {Map<string, number>} */
  const seen = new Map();
  const names = new Map();
  for (const [lane, name] of plain) {
    const number = (seen.get(name) || 0) + 1;
    seen.set(name, number);
    const alone = all.indexOf(name) === all.lastIndexOf(name);
    names.set(lane, alone ? name : `${name} ${number}`);
  }
  return names;
}

/**
 * A coroutine's name without its template arguments.
 * @param {unknown} name
 */
export function withoutTypes(name) {
  return String(name).replace(/<.*>$/, '');
}
