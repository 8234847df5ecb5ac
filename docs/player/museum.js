// @ts-check
// Bugs of a museum beside their cures.

import { element } from './page.js';
import { pair } from './pair.js';

const { Player } = /** @type {any} */ (globalThis).huddle;
for (const root of document.querySelectorAll('.player-museum:not(.is-live)')) {
  const [broken, cured] = JSON.parse(root.querySelector('script')?.textContent || '[]');
  const place = element('div', { class: 'player-both' });
  root.prepend(place);
  root.classList.add('is-live');
  pair(place, Player, broken, cured, ['Broken', 'Cured']);
}
