// The recordings that the site was built with, and where things are.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const build = process.env.HUDDLE_BUILD || join(root, 'build/dev');
export const site = join(build, 'site');

export const folders = {
  ch03: '03_futures',
  ch04: '04_homemade_sleep',
  ch05: '05_select_loop',
  ch06: '06_await_chains',
  ch07: '07_tasks',
};
export const chapters = Object.keys(folders);

/** What the demo of a chapter recorded, its source, and what it is to print. */
export function recorded(chapter) {
  const folder = join(root, 'chapters', folders[chapter]);
  return {
    file: join(build, 'chapters', folders[chapter], 'demo.json'),
    text: readFileSync(join(build, 'chapters', folders[chapter], 'demo.json'), 'utf8'),
    files: { 'demo.cpp': readFileSync(join(folder, 'demo.cpp'), 'utf8') },
    output: readFileSync(join(folder, 'demo.out'), 'utf8').replace(/\n$/, '').split('\n'),
  };
}
