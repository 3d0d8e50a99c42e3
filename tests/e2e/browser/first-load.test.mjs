// What a phone fetches before the first screen stands: the page's own scripts and styles, and the
// texts of one language.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { PROJECT } from '../lib/processes.mjs';

const DIST = join(PROJECT, 'apps/ui/dist');
const MOST = 120 * 1024;

/** A script and whatever it imports before it runs. */
function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const source = readFileSync(join(DIST, 'assets', name), 'utf8');
  for (const [, other] of source.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) withImports(other, found);
  return found;
}

test('the first load stays below 120 kB', () => {
  const files = new Set([...readFileSync(join(DIST, 'index.html'), 'utf8').matchAll(/assets\/([^"]+)"/g)].map((match) => match[1]));
  for (const script of [...files].filter((name) => name.endsWith('.js'))) withImports(script, files);
  const texts = readdirSync(join(DIST, 'assets')).filter((name) => /^zh-Hans-(?!more-).*\.js$/.test(name));
  assert.equal(texts.length, 1);
  withImports(texts[0], files);
  const sizes = [...files].map((name) => [name, gzipSync(readFileSync(join(DIST, 'assets', name)), { level: 9 }).length]);
  const whole = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(whole <= MOST, `${whole} bytes:\n${sizes.map(([name, size]) => `${size} ${name}`).join('\n')}`);
});
