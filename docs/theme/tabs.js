// @ts-check
// Code in two languages: one box with two tabs. What a reader chooses holds for all boxes, and for
// the next page. This runs before the page is shown, so that nothing moves afterwards.
'use strict';

(() => {
  const key = 'huddle-language';
  const sides = ['cpp', 'py'];
  const root = document.documentElement;

  /** What was chosen before. Where a browser keeps nothing, nothing was. */
  const chosen = () => {
    try {
      return localStorage.getItem(key) ?? '';
    } catch {
      return '';
    }
  };
  /** @param {string} side */
  const keep = (side) => {
    try {
      localStorage.setItem(key, side);
    } catch {
      // then it holds for this page alone
    }
  };

  root.classList.add('scripted');
  root.dataset.side = sides.includes(chosen()) ? chosen() : 'py'; // it is what these sections are about

  /** Shows a side in every box. */
  const show = (/** @type {string} */ side) => {
    root.dataset.side = side;
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.twins [role=tab]'))) {
      const selected = tab.dataset.side === side;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
  };

  /** Shows a side because the reader asked for it at this tab, which stays where it is on the screen. */
  const choose = (/** @type {HTMLElement} */ tab, /** @type {string} */ side) => {
    const box = tab.closest('.twins');
    const top = () => (box ? box.getBoundingClientRect().top : 0);
    const before = top();
    show(side);
    keep(side);
    const scrolled = document.getElementById('doc-content') ?? document.scrollingElement;
    if (scrolled) scrolled.scrollTop += top() - before;
    const focused = /** @type {HTMLElement | null} */ (box?.querySelector(`[role=tab][data-side=${side}]`));
    focused?.focus({ preventScroll: true });
  };

  addEventListener('DOMContentLoaded', () => {
    show(root.dataset.side ?? 'py');
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.twins [role=tab]'))) {
      tab.addEventListener('click', () => choose(tab, tab.dataset.side ?? 'cpp'));
      tab.addEventListener('keydown', (event) => {
        const at = sides.indexOf(tab.dataset.side ?? '');
        const to = { ArrowRight: at + 1, ArrowLeft: at + 1, Home: 0, End: 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        choose(tab, sides[to % sides.length]);
      });
    }
  });
  // Paper cannot be opened.
  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) {
      one.setAttribute('open', '');
      one.classList.add('opened-for-print');
    }
  });
  addEventListener('afterprint', () => {
    for (const one of document.querySelectorAll('.opened-for-print')) {
      one.removeAttribute('open');
      one.classList.remove('opened-for-print');
    }
  });
})();
