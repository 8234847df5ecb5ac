// @ts-check
// The search: finds parts of pages, words of the glossary and names of the reference, as one types.
// The index is a script that is asked for when a reader goes to the box, so it works from file://.
// On a phone, this also opens the list of pages.
'use strict';

(() => {
  /** @typedef {[title: string, where: string, address: string, text: string, code: string]} Entry */
  const most = 12;
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById('find'));
  const list = document.getElementById('found');
  if (!box || !list) return;

  /** @returns {Entry[] | undefined} */
  const index = () => /** @type {any} */ (globalThis).huddleIndex;
  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement('script');
    script.src = `${box.dataset.root}search-index.js`;
    script.addEventListener('load', show);
    document.head.append(script);
  };

  const words = (/** @type {string} */ text) => text.toLowerCase().split(/[^\p{L}\p{N}_+]+/u).filter(Boolean);

  /** How well an entry fits what is looked for: 0 if it does not. */
  const fit = (/** @type {Entry} */ [title, where, , text, code], /** @type {string[]} */ wanted) => {
    const [name, inTitle, inText] = [title.toLowerCase(), words(title), words(text)];
    let sum = name === wanted.join(' ') ? 110 : 10; // whatever fits is above 0 in the end
    for (const word of wanted) {
      const times = inText.filter((each) => each.startsWith(word)).length;
      if (inTitle.includes(word)) sum += 40;
      else if (inTitle.some((each) => each.startsWith(word))) sum += 25;
      else if (name.includes(word)) sum += 12;
      else if (times) sum += Math.min(times, 8);
      else if (words(code).some((each) => each.startsWith(word))) sum += 1;
      else return 0;
    }
    return sum - (where.startsWith('of ') ? 5 : 0) - Math.min(name.length, 40) / 10;
  };

  /** The words around the first that is looked for. */
  const excerpt = (/** @type {string} */ text, /** @type {string[]} */ wanted) => {
    const at = Math.max(0, text.toLowerCase().search(new RegExp(`(^|[^\\p{L}])${wanted[0]}`, 'u')));
    const begin = at < 40 ? 0 : text.indexOf(' ', at - 40) + 1;
    return `${begin ? '… ' : ''}${text.slice(begin, begin + 110)}${text.length > begin + 110 ? ' …' : ''}`;
  };

  let chosen = 0;
  /** @returns {NodeListOf<HTMLElement>} */
  const options = () => list.querySelectorAll('[role=option]');

  const choose = (/** @type {number} */ at) => {
    const all = options();
    chosen = all.length ? (at + all.length) % all.length : 0;
    for (const [each, one] of all.entries()) one.setAttribute('aria-selected', String(each === chosen));
    if (all.length) box.setAttribute('aria-activedescendant', all[chosen].id);
    else box.removeAttribute('aria-activedescendant');
    all[chosen]?.scrollIntoView({ block: 'nearest' });
  };

  const option = (/** @type {Entry} */ [title, where, address, text], /** @type {string[]} */ wanted, /** @type {number} */ at) => {
    const link = document.createElement('a');
    link.href = `${box.dataset.root}${address}`;
    link.id = `found-${at}`;
    link.setAttribute('role', 'option');
    link.tabIndex = -1;
    for (const [kind, words] of [['b', title], ['small', where], ['span', excerpt(text, wanted)]])
      if (words) {
        const part = document.createElement(kind);
        part.textContent = words;
        link.append(part);
      }
    return link;
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };

  function show() {
    const wanted = words(box?.value ?? '');
    const entries = index();
    if (!box || !list || !wanted.length || !entries) return close();
    const found = entries
      .map((entry) => ({ entry, fits: fit(entry, wanted) }))
      .filter(({ fits }) => fits > 0)
      .sort((one, other) => other.fits - one.fits)
      .slice(0, most);
    list.replaceChildren(...found.map(({ entry }, at) => option(entry, wanted, at)));
    if (!found.length) {
      const none = document.createElement('p');
      none.textContent = 'Nothing found.';
      list.append(none);
    }
    list.setAttribute('role', found.length ? 'listbox' : 'status');
    list.hidden = false;
    box.setAttribute('aria-expanded', String(found.length > 0));
    choose(0);
  }

  box.addEventListener('focus', load);
  box.addEventListener('input', show);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') options()[chosen]?.click();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', close);
  addEventListener('click', (event) => {
    if (event.target !== box && !list.contains(/** @type {Node} */ (event.target))) close();
  });
  // A slash goes to the box, where nobody is typing.
  addEventListener('keydown', (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest?.('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
  });

  const button = document.getElementById('pages-button');
  const tree = document.getElementById('side-nav');
  button?.addEventListener('click', () => {
    const open = tree?.classList.toggle('open') ?? false;
    button.setAttribute('aria-expanded', String(open));
  });
})();
