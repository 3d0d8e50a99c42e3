import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../src/styles/tokens.css'), 'utf8');

function theme(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0]!;
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

const LIGHT = theme(':root');
const THEMES = { light: LIGHT, dark: { ...LIGHT, ...theme('[data-theme="dark"]') }, contrast: { ...LIGHT, ...theme('[data-theme="contrast"]') } };
const TEXT = ['--text', '--text-2', '--text-3', '--act', '--wait', '--ok', '--stop', '--unsure'];
const ON = ['--page', '--surface'];
const PAIRS: [string, string][] = [
  ...TEXT.flatMap((text) => ON.map((ground): [string, string] => [text, ground])),
  ['--text', '--sunk'], ['--text-2', '--sunk'], ['--on-act', '--act'], ['--off-text', '--off-fill'],
  ['--act', '--act-tint'], ['--wait', '--wait-tint'], ['--ok', '--ok-tint'], ['--stop', '--stop-tint'], ['--unsure', '--unsure-tint'],
];

describe.each(Object.entries(THEMES))('%s', (_, tokens) => {
  test.each(PAIRS)('%s on %s can be read', (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(['--verdict-ok', '--verdict-stop', '--verdict-unsure'])('white on %s can be read', (ground) => {
    expect(contrast('#ffffff', tokens[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(ON)('the edge of a control is seen on %s', (ground) => {
    expect(contrast(tokens['--edge']!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

test('the code is black on white in every theme', () => {
  for (const tokens of Object.values(THEMES)) {
    expect(tokens['--code-paper']).toBe('#ffffff');
    expect(tokens['--code-ink']).toBe('#000000');
  }
});
