// @ts-check
// A program's source as lines with numbers, a little coloured, and one of them the current one.

import { element } from './page.js';

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
    this.name = element('div', { class: 'player-file' });
    this.pane = element('pre', { tabindex: 0, role: 'region', 'aria-label': 'Source' });
    this.box = element('div', { class: 'player-code' }, this.name, this.pane);
    this.show(Object.keys(files)[0] || '', 0, []);
  }

  /**
   * @param {string} file
   * @param {number} line the current one, or 0
   * @param {number[]} outer lines that await what runs now
   */
  show(file, line, outer) {
    if (file && file !== this.file) this.open(file);
    const lines = this.pane.children;
    for (const each of this.pane.querySelectorAll('.now, .outer')) {
      each.classList.remove('now', 'outer');
      each.removeAttribute('aria-current');
    }
    for (const number of outer) if (lines[number - 1]) lines[number - 1].classList.add('outer');
    const now = lines[line - 1];
    if (!now) return;
    now.classList.remove('outer');
    now.classList.add('now');
    now.setAttribute('aria-current', 'true');
    const above = now.offsetTop - this.pane.scrollTop;
    const height = this.pane.clientHeight;
    if (above < height * 0.15 || above > height * 0.75)
      this.pane.scrollTop = now.offsetTop - height * 0.4;
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
