// Every page of the built site, opened from file://, says nothing in the console, asks for nothing
// of a network, and breaks no rule of axe: light and dark, on a desktop and on a phone.
//
//   HUDDLE_BUILD=build/dev node --test tests/docs/pages.test.mjs       PAGES=REGEX for some of them
//
// Pages of sources, classes and folders are made from moulds: each is looked at in one of the four
// ways, and with ALL=1 in all.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.env.HUDDLE_BUILD ?? join(here, '../../build/dev'), 'site');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ways = [
  { name: 'light, desktop', colorScheme: 'light', viewport: { width: 1400, height: 1000 } },
  { name: 'dark, desktop', colorScheme: 'dark', viewport: { width: 1400, height: 1000 } },
  { name: 'light, phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'dark, phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
];
const only = process.env.PAGES ? new RegExp(process.env.PAGES) : /./;
const pages = readdirSync(site).filter((name) => name.endsWith('.html') && only.test(name)).sort();
const mould = /_source|-members|_8[ch]pp|^(class|struct|concept|dir_)/;
const moulded = process.env.ALL ? [] : pages.filter((name) => mould.test(name));

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  });
});
after(() => browser?.close());

test('there are pages of each kind', () => {
  for (const kind of [/^index/, /^chapter/, /^group__/, /^classhuddle/, /_source\.html$/])
    if (!process.env.PAGES) assert.ok(pages.some((name) => kind.test(name)), `no page is like ${kind}`);
});

for (const [number, { name, ...options }] of ways.entries())
  test(name, async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    let said = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => /^https?:/.test(request.url()) && said.push(`asked for ${request.url()}`));
    const wrong = [];
    for (const each of pages) {
      if (moulded.includes(each) && moulded.indexOf(each) % ways.length !== number) continue;
      said = [];
      await page.goto(pathToFileURL(join(site, each)).href, { waitUntil: 'load' });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      // axe leaves out the contrast of what is scrolled out of sight: with this, little is.
      await page.addStyleTag({ content: '#doc-content { height: auto !important; overflow: visible !important } .fragment { overflow: visible !important }' });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], preload: false }));
      wrong.push(...said.map((text) => `${each}: ${text}`));
      for (const { id, nodes } of violations)
        wrong.push(`${each}: ${id}: ${nodes.length} × ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
  });
