/**
 * Makes the pictures of the README, docs/images/editor.png and dashboard.png, from the running demo
 * (`npm start` in another terminal; PORT as there). Needs Chromium; CHROMIUM names it where it lies elsewhere.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inProject } from './project.mjs';

const { CHROMIUM = '/usr/bin/chromium', PORT = '1880' } = process.env;
const address = `http://127.0.0.1:${PORT}`;
/** So long that the chart has a line. */
const COLLECT_MS = 45_000;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const picture = async (page, name) => {
  mkdirSync(inProject('docs', 'images'), { recursive: true });
  await page.screenshot({ path: inProject('docs', 'images', `${name}.png`) });
};

const dashboard = await browser.newPage({ viewport: { width: 1100, height: 540 } });
await dashboard.goto(`${address}/dashboard`);

const editor = await browser.newPage({ viewport: { width: 1360, height: 800 } });
await editor.goto(address);
await editor.waitForSelector('#dlms-demo-read');
await editor.evaluate('RED.actions.invoke("core:show-debug-tab")');
await editor.waitForTimeout(COLLECT_MS);
await picture(editor, 'editor');
await picture(dashboard, 'dashboard');
await browser.close();
