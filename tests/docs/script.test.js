// The script that is shipped: typed, small, and the same program as its modules.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { root, site } from './recordings.js';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(root, 'docs/player');

test('the types are right', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', here], { encoding: 'utf8' });
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test('every module is checked', () => {
  for (const folder of [sources, join(root, 'docs/theme')])
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      assert.match(text, /^\/\/ @ts-check\n/, name);
      assert.doesNotMatch(text, /@ts-(nocheck|ignore|expect-error)/, name);
    }
});

test('the player is smaller than 30 KB, and its style than 12', () => {
  assert.ok(statSync(join(site, 'player.js')).size < 30_000, `${statSync(join(site, 'player.js')).size}`);
  assert.ok(statSync(join(site, 'player.css')).size < 12_000);
});

test('nothing is fetched, and no code comes from elsewhere', () => {
  for (const name of ['player.js', 'museum.js', 'your-run.js', ...readdirSync(join(root, 'docs/theme')).filter((each) => each.endsWith('.js'))]) {
    const text = readFileSync(join(site, name), 'utf8');
    assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest|import\(|eval\(|https?:(?!\/\/www\.w3\.org\/2000\/svg)/, name);
  }
});
