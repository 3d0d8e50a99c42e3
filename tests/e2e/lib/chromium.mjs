// Debian's Chromium at the sizes of a phone, a tablet and a desktop window.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1180, height: 780 },
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
}

/** A browser of its own (cookies, storage) that keeps every policy violation and page error it sees. */
export async function newContext(browser, { size = SIZES.phone, colorScheme = 'light', locale = 'zh-CN' } = {}) {
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: size === SIZES.desktop ? 1 : 2,
    colorScheme,
    locale,
    reducedMotion: 'reduce',
  });
  const complaints = [];
  await context.exposeBinding('__complain', (_, text) => complaints.push(text));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.__complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  // Not through the page: an injected script tag would itself break the page's policy.
  await context.addInitScript({ content: AXE });
  context.on('weberror', (error) => complaints.push(`error: ${error.error()}`));
  context.complaints = complaints;
  return context;
}

/** What axe-core finds on a page, one line a violation and element. */
export async function accessibilityViolations(page) {
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${help} at ${target.join(' ')}\n${failureSummary}`));
}
