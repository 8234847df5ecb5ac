// @ts-check
// Starts the players of a page, and follows links to a moment: #ch07@42.

import { Player } from './player.js';

/** @type {Map<string, Player>} */
const players = new Map();
for (const data of document.querySelectorAll('script.player-data')) {
  const root = /** @type {HTMLElement} */ (data.parentElement);
  const recorded = JSON.parse(data.textContent || '');
  const player = new Player(root, recorded);
  player.move(recorded.at - 1);
  players.set(recorded.id, player);
}
Object.assign(globalThis, { huddle: { Player } }); // for scripts that make players of their own

function follow() {
  const link = /^#([\w-]+)@(\d+)$/.exec(location.hash);
  const player = link && players.get(link[1]);
  if (!link || !player) return;
  player.go(Number(link[2]) - 1);
  player.live.scrollIntoView({ block: 'start' });
  player.live.focus({ preventScroll: true });
}

addEventListener('hashchange', follow);
addEventListener('load', () => setTimeout(follow)); // once the page's own scripts have scrolled
document.addEventListener('click', (event) => {
  // A second click on the same link changes no address.
  const link = event.target instanceof Element && event.target.closest('a[href*="@"]');
  if (link && link.getAttribute('href') === location.hash) follow();
});
