// A real browser, one for all tests of a file, and pages of the built site in it.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { site } from './recordings.js';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
  '--enable-unsafe-swiftshader', // draws WebGL without a graphics card, which speedscope needs
];

export const sizes = {
  desktop: { width: 1400, height: 1000 },
  phone: { width: 390, height: 844 },
};

let browser;
export async function open() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });
}
export async function close() {
  await browser?.close();
}

/** A page of a program that is not ours. */
export async function visitFile(path) {
  const context = await browser.newContext({ viewport: sizes.desktop });
  const page = await context.newPage();
  page.said = [];
  page.on('pageerror', (error) => page.said.push(error.message));
  page.on('request', (request) => /^https?:/.test(request.url()) && page.said.push(`asked for ${request.url()}`));
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  return page;
}

/** The address of a page of the site, as a reader opens it. */
export const address = (page) => pathToFileURL(join(site, page.split('#')[0])).href + page.replace(/^[^#]*/, '');

/**
 * A page as its reader sees it; what its console says goes to `page.said`.
 */
export async function visit(name, { size = 'desktop', ...options } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], ...options });
  const page = await context.newPage();
  page.said = [];
  page.on('console', (message) => message.type() === 'error' && page.said.push(message.text()));
  page.on('pageerror', (error) => page.said.push(error.message));
  page.on('request', (request) => /^https?:/.test(request.url()) && page.said.push(`asked for ${request.url()}`));
  await page.goto(address(name), { waitUntil: 'load' });
  return page;
}

/** Where a player is: its moment from 1, and what it shows. */
export const shown = (page) =>
  page.evaluate(() => {
    const player = document.querySelector('.player');
    const text = (selector) => player.querySelector(selector)?.textContent ?? '';
    return {
      moment: Number(text('.player-counter').split(' ')[0]),
      words: text('.player-words'),
      output: text('.player-output pre'),
      ready: [...player.querySelectorAll('dt')]
        .filter((title) => title.textContent === 'Ready queue')
        .flatMap((title) => [...title.nextElementSibling.querySelectorAll('.chip')].map((chip) => chip.textContent)),
      line: [...player.querySelectorAll('.line')].findIndex((line) => line.classList.contains('now')) + 1,
      guess: text('.player-guess'),
      facts: Object.fromEntries([...player.querySelectorAll('dt')]
        .filter((title) => title.textContent !== 'Ready queue')
        .map((title) => [title.textContent, [...title.nextElementSibling.querySelectorAll('.chip')].map((chip) => chip.textContent)])
        .map(([title, chips]) => [title, chips.filter((chip) => title !== 'Running' || !/^(the loop|main\(\) or a callback)$/.test(chip))])
        .filter(([, chips]) => chips.length)),
      cursor: Math.round(player.querySelector('.cursor').getAttribute('x') / player.querySelector('.cursor').getAttribute('width')),
      slider: Number(player.querySelector('.player-controls input').value),
    };
  });
