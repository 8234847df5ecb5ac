// @ts-check
// The reader's own run beside the chapter's: dropped on the page, or put in by ./course play.

import { element } from './page.js';
import { pair } from './pair.js';

/** @typedef {import('./player.js').Recorded} Recorded */
/** @typedef {{chapter?: string, recording: string | object, files?: Record<string, string>}} Run */

const { Player } = /** @type {any} */ (globalThis).huddle;
const root = /** @type {HTMLElement} */ (document.querySelector('.player-own'));
/** @type {Record<string, Recorded>} */
const chapters = JSON.parse(root.querySelector('script')?.textContent || '{}');

const chosen = element(
  'select', { id: 'player-chapter' },
  ...Object.values(chapters).map(({ id, title }) => element('option', { value: id }, title)),
);
const file = element('input', { type: 'file', id: 'player-file', multiple: true, accept: '.json,.cpp,.hpp' });
const said = element('p', { role: 'status' });
const shown = element('div');
const drop = element(
  'div', { class: 'player-drop' },
  element('p', {}, element('label', { for: 'player-file' }, 'Drop your trace here, and your sources if you like, or choose them: '), file),
  element('p', {}, element('label', { for: 'player-chapter' }, 'Beside it: '), chosen),
  said,
);
root.append(drop, shown);

/** @type {Run | undefined} */
let run = /** @type {any} */ (globalThis).huddleRun;

function show() {
  if (!run) return;
  const theirs = {
    id: 'yours', title: 'Your program', recording: run.recording,
    files: run.files || chapters[chosen.value].files,
  };
  try {
    pair(shown, Player, theirs, { ...chapters[chosen.value], id: 'ours' }, ['Yours', 'The chapter’s']);
    said.textContent = '';
  } catch (error) {
    shown.replaceChildren();
    said.textContent = error instanceof Error ? error.message : String(error);
  }
}

/** @param {FileList} list */
async function take(list) {
  const texts = await Promise.all([...list].map(async (each) => [each.name, await each.text()]));
  const trace = texts.find(([name]) => name.endsWith('.json'));
  const sources = texts.filter(([name]) => !name.endsWith('.json'));
  if (!trace) {
    said.textContent = 'There is no .json file among these: a trace is one.';
    return;
  }
  run = { recording: trace[1], files: sources.length ? Object.fromEntries(sources) : undefined };
  show();
}

file.addEventListener('change', () => take(file.files));
chosen.addEventListener('change', show);
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
  drop.addEventListener(kind, (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragover' || kind === 'dragenter');
    if (kind === 'drop' && event.dataTransfer) take(event.dataTransfer.files);
  });
if (run && run.chapter) chosen.value = run.chapter;
show();
