// @ts-check
// A program's source as lines with numbers, a little coloured, and one of them the current one.

import { box, element } from './page.js';

const TOKENS = new RegExp(
  [
    '(?<comment>//.*)',
    '(?<string>"(?:[^"\\\\]|\\\\.)*"|\'(?:[^\'\\\\]|\\\\.)*\')',
    '(?<pre>^#\\w+)',
    '(?<flow>\\b(?:co_await|co_return|co_yield|return|for|while|if|else|try|catch|throw)\\b)',
    '(?<word>\\b(?:auto|bool|char|class|const|int|static|std|struct|using|namespace|void)\\b)',
  ].join('|'),
  'g',
);

/** Shows one file at a time, and scrolls to its current line. */
export class Code {
  /** @param {Record<string, string>} files */
  constructor(files) {
    this.files = files;
    this.file = '';
    this.name = box('file');
    this.pane = element('pre', { tabindex: 0, role: 'group', 'aria-label': 'Source' });
    this.box = box('code', this.name, this.pane);
    this.open(Object.keys(files)[0] || '');
  }

  /**
   * @param {string} file
   * @param {number} line
   * @param {boolean} now whether it is the current one, or only the last that was
   * @param {number[]} outer lines that await what runs now
   */
  show(file, line, now, outer) {
    if (file && file !== this.file) this.open(file);
    const lines = this.pane.children;
    for (const each of this.pane.querySelectorAll('[class*=" "]')) each.className = 'line';
    for (const number of [...outer, line])
      if (lines[number - 1]) lines[number - 1].className = 'line outer';
    const shown = lines[line - 1];
    if (!shown) return;
    if (now) shown.className = 'line now';
    const above = shown.offsetTop - this.pane.scrollTop;
    const height = this.pane.clientHeight;
    if (above < height * 0.15 || above > height * 0.75)
      this.pane.scrollTop = shown.offsetTop - height * 0.4;
  }

  /** @param {string} file */
  open(file) {
    this.file = file;
    this.name.textContent = file;
    this.pane.replaceChildren(
      ...(this.files[file] || '')
        .trimEnd()
        .split('\n')
        .map((text) => element('span', { class: 'line' }, ...coloured(text), '\n')),
    );
  }
}

/** @param {string} text */
function coloured(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(match.groups || {}).find(([, found]) => found) || [''];
    parts.push(text.slice(end, match.index), element('span', { class: kind }, match[0]));
    end = (match.index || 0) + match[0].length;
  }
  return [...parts, text.slice(end)];
}
