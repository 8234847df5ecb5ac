// @ts-check
// Names what Doxygen's scripts and the theme's make while the page runs, and lets the tab key reach
// what they made for the mouse, and what scrolls.
'use strict';

(() => {
  /** What is made, and what it is called. */
  const names = {
    '#nav-sync a': 'Keep the list of pages in step',
  };
  /** What acts when it is clicked, and is no button of its own. */
  const buttons = {
    'doxygen-awesome-dark-mode-toggle': 'Light or dark',
    'doxygen-awesome-fragment-copy-button': 'Copy',
  };

  const scrolling = '.contents .fragment, .contents tbody, .memproto, figure.diagram';

  const mend = () => {
    for (const one of document.querySelectorAll(scrolling))
      if (one.scrollWidth > one.clientWidth + 1) one.setAttribute('tabindex', '0');
      else one.removeAttribute('tabindex');
    for (const [selector, name] of Object.entries(names))
      for (const one of document.querySelectorAll(`${selector}:not([aria-label])`)) one.setAttribute('aria-label', name);
    for (const [selector, name] of Object.entries(buttons))
      for (const one of document.querySelectorAll(`${selector}:not([role])`)) {
        one.setAttribute('role', 'button');
        one.setAttribute('tabindex', '0');
        one.setAttribute('aria-label', name);
        byKey(one);
      }
    const title = document.querySelector('.contents > .toc > h3 > span');
    if (!title) return;
    const folds = matchMedia('(max-width: 999px)').matches;
    const attributes = {
      role: 'button',
      tabindex: '0',
      'aria-expanded': String(title.closest('.toc')?.classList.contains('open')),
    };
    for (const [name, value] of Object.entries(attributes))
      if (!folds) title.removeAttribute(name);
      else if (title.getAttribute(name) !== value) title.setAttribute(name, value);
  };

  /** Enter and space do what a click does. */
  const byKey = (/** @type {Element} */ one) =>
    one.addEventListener('keydown', (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      if ((key !== 'Enter' && key !== ' ') || !one.hasAttribute('role')) return;
      event.preventDefault();
      /** @type {HTMLElement} */ (one).click();
    });

  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      mend();
    });
  };
  const contents = document.querySelector('.contents > .toc > h3 > span');
  if (contents) {
    byKey(contents);
    contents.addEventListener('click', soon);
  }
  mend();
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  addEventListener('resize', soon);
  addEventListener('load', soon);
})();
