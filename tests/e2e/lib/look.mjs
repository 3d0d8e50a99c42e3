// Looks at a page in every way it is meant to be seen: pictures to judge, and axe-core's findings.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SIZES, accessibilityViolations } from './chromium.mjs';
import { PROJECT } from './processes.mjs';

export const PICTURES = join(PROJECT, 'tests/e2e/pictures-out');
mkdirSync(PICTURES, { recursive: true });

/**
 * A picture in each size and colour of what is on a page now; none with a violation or wider than
 * its room. Leaves the page as a phone in light colours.
 */
export async function look(page, name, sizes = SIZES) {
  const found = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await page.screenshot({ path: join(PICTURES, `${name}-${size}-${colorScheme}.png`) });
      const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
      if (wide > room) found.push(`${name} ${size}: ${wide} pixels of page in ${room} of room`);
      for (const violation of await accessibilityViolations(page)) found.push(`${name} ${size} ${colorScheme}: ${violation}`);
    }
  }
  await page.setViewportSize(SIZES.phone);
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  assert.deepEqual(found, []);
}

/** Until what was changed is drawn: two frames for layout and observers, then every animation that ends. */
export function settled(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
    await document.fonts.ready;
    await frame();
    await frame();
    const ends = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ends.map(({ finished }) => finished));
  });
}
