/** Debian's Chromium under playwright; where there is none, a suite is one named skip. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function describeBrowser(title: string, suite: () => void): void {
  if (existsSync(executablePath)) {
    describe(title, suite);
    return;
  }
  it(`${title}: skipped, ${executablePath} is missing`, function skipped() {
    if (process.env.REQUIRE_ALL === '1') assert.fail(`${executablePath} is missing and REQUIRE_ALL=1`);
    this.skip();
  });
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: QUIET });
}

/** A page that remembers what went wrong on it. */
export async function openPage(
  browser: Browser,
  { width = 1280, height = 900, locale = 'en-US' } = {},
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width, height }, locale });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return { page, problems };
}
