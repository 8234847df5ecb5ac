// @ts-check
// Finds places in a program's source: where a function stands, and which of its lines does what.
//
// A recording tells the line of every await. Which line prints or makes a task it does not tell;
// but it tells in which function, and there the line is found by its words. Where several lines
// could be it, it is the next one; where none could, none is shown.

/** @typedef {{name: string, file: string, first: number, last: number}} Place */

/** A program's files, as lines. Lines count from 1. */
export class Source {
  /** @param {Record<string, string>} files their texts, by name */
  constructor(files) {
    /** @type {Map<string, string[]>} */
    this.files = new Map(Object.entries(files).map(([name, text]) => [name, text.split('\n')]));
    /** @type {Place[]} */
    this.functions = [];
    for (const [file, lines] of this.files) this.functions.push(...functionsIn(file, lines));
  }

  /**
   * The function of this name; where there are several, the one that holds the line.
   * @param {string} name
   * @param {number} [line]
   * @returns {Place | undefined}
   */
  find(name, line) {
    const same = this.functions.filter((each) => each.name === name);
    if (line === undefined) return same[0];
    return same.find((each) => each.first <= line && line <= each.last);
  }

  /**
   * The line of a function that prints a text, or undefined.
   * @param {Place | undefined} where
   * @param {string} text
   * @param {number} after it is rather this line or a later one
   */
  printing(where, text, after) {
    return this.best(where, after, (line) => {
      const said = literals(line);
      let from = 0;
      for (const word of said) {
        from = text.indexOf(word, from);
        if (from < 0) return 0;
        from += word.length;
      }
      return said.join('').length || (/\bcout\b/.test(line) ? 0.5 : 0);
    });
  }

  /**
   * The place that prints a text, whatever function it is in, or undefined.
   * @param {string} text
   * @param {number} main the line where main() is: of several that could be it, it is the next one
   *   from there, or else the last one above, where a callback of what main() runs now may stand
   * @returns {{file: string, line: number} | undefined}
   */
  printingAnywhere(text, main) {
    const found = this.functions
      .map((where) => ({ file: where.file, line: this.printing(where, text, main) || 0 }))
      .filter(({ file, line }) => line && literals((this.files.get(file) || [])[line - 1]).length);
    return found.length === 1 ? found[0] : undefined;
  }

  /**
   * The line of a function that calls another, or undefined.
   * @param {Place | undefined} where
   * @param {string} names of functions that it may call, as a pattern
   * @param {number} after it is rather a later line than this
   */
  calling(where, names, after) {
    const call = new RegExp(`\\b(${names})\\(`);
    return this.best(where, after, (line) => (call.test(line) ? 1 : 0));
  }

  /**
   * @param {Place | undefined} where
   * @param {number} after
   * @param {(line: string) => number} score
   * @returns {number | undefined}
   */
  best(where, after, score) {
    const lines = where && this.files.get(where.file);
    if (!where || !lines) return undefined;
    let found;
    let most = 0;
    for (let line = where.first; line <= where.last; ++line) {
      const points = score(lines[line - 1].replace(/^\s*\/\/.*/, ''));
      if (points > most || (points === most && points > 0 && (found || 0) < after)) {
        found = line;
        most = points;
      }
    }
    return found;
  }
}

/**
 * Functions begin at the margin and end with a } there, as clang-format has it.
 * @param {string} file
 * @param {string[]} lines
 */
function functionsIn(file, lines) {
  /** @type {Place[]} */
  const found = [];
  for (let at = 0; at < lines.length; ++at) {
    const named = /^[A-Za-z_][\w:<>,&*\s]*?[\s&*]([\w]+)\(/.exec(lines[at]);
    if (!named || /^(return|using|static_assert|#)/.test(lines[at])) continue;
    if (/;\s*$/.test(lines[at])) continue; // only declared
    let end = at;
    while (end < lines.length && !/^}|^\w.*{.*}$/.test(lines[end])) ++end;
    if (end < lines.length) found.push({ name: named[1], file, first: at + 1, last: end + 1 });
  }
  return found;
}

/**
 * The words that a line prints: its string literals, in parts where they hold ends of lines.
 * @param {string} line
 */
function literals(line) {
  const found = [];
  for (const [, inner] of line.matchAll(/"((?:[^"\\]|\\.)*)"/g))
    found.push(...inner.split('\\n').map((part) => part.replace(/\\(.)/g, '$1')));
  return found.filter((part) => part !== '');
}
