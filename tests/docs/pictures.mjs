// Takes the pictures of the site that the project shows: docs/pictures/.
//
//   HUDDLE_BUILD=build/dev node tests/docs/pictures.mjs

import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { close, open, visit } from './browser.js';
import { root } from './recordings.js';

const folder = join(root, 'docs/pictures');
const desktop = { viewport: { width: 1280, height: 800 } };
const pictures = [
  { name: 'start', page: 'index.html' },
  { name: 'lesson', page: 'chapter1.html', at: '#chapter1-7-the-same-in-python' },
  { name: 'player', page: 'chapter7.html#ch07@144' },
  { name: 'reference', page: 'classhuddle_1_1TaskGroup.html' },
  { name: 'dark', page: 'chapter6.html', at: '#chapter6-step-4-the-trampoline', colorScheme: 'dark' },
  { name: 'phone', page: 'chapter5.html', at: '#chapter5-7-the-same-in-python', viewport: { width: 390, height: 844 } },
];

mkdirSync(folder, { recursive: true });
await open();
for (const { name, page: file, at, ...options } of pictures) {
  const page = await visit(file, { ...desktop, ...options });
  if (at) await page.locator(at).evaluate((one) => (one.closest('h2, h3') ?? one).scrollIntoView());
  await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  await page.context().close();
  console.log(`${path}: ${Math.round(statSync(path).size / 1000)} kB`);
}
await close();
