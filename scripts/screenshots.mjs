/**
 * Makes the pictures of the README, docs/images/*.png: `npm run screenshots`, after a build. It runs the demo in a
 * user directory of its own, and does in the editor what the README tells. Needs Chromium; CHROMIUM names it where it
 * lies elsewhere.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { inProject } from './project.mjs';

const { CHROMIUM = '/usr/bin/chromium' } = process.env;
/** So long that the chart has a line. */
const COLLECT_MS = 60_000;
const START_MS = 60_000;
/** A dialog slides in. */
const STILL_MS = 800;
const READER = 'dlms-demo-read';
const METER = 'dlms-demo-device';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}

async function startDemo() {
  const [PORT, DLMS_DEMO_METER_PORT] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'dlms-pictures-'));
  const env = { ...process.env, PORT, DLMS_DEMO_METER_PORT, DLMS_DEMO_DIR: folder };
  const demo = spawn(process.execPath, [inProject('scripts', 'demo.mjs')], { env, stdio: 'ignore' });
  const ended = once(demo, 'exit');
  return {
    address: `http://127.0.0.1:${PORT}`,
    stop: async () => {
      demo.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(address, deadline = Date.now() + START_MS) {
  const ok = await fetch(address).then(
    (answer) => answer.ok,
    () => false,
  );
  if (ok) return;
  if (Date.now() > deadline) throw new Error(`the demo does not answer at ${address}`);
  await new Promise((wake) => setTimeout(wake, 300));
  await answering(address, deadline);
}

async function openPage(browser, url, viewport) {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5 });
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  return page;
}

async function openEditor(browser, url) {
  const editor = await openPage(browser, url, { width: 1360, height: 800 });
  await editor.waitForSelector(`#${READER}`);
  await editor.evaluate('RED.actions.invoke("core:show-debug-tab")');
  return editor;
}

async function save(place, name) {
  mkdirSync(inProject('docs', 'images'), { recursive: true });
  await place.screenshot({ path: inProject('docs', 'images', `${name}.png`) });
}

/** The topmost dialog, as a picture of its own. */
async function saveDialog(editor, name) {
  // Nothing is pointed at.
  await editor.mouse.move(5, 5);
  await editor.waitForTimeout(STILL_MS);
  await save(editor.locator('.red-ui-tray').last(), name);
}

const open = async (editor, command) => {
  await editor.evaluate(command);
  await editor.waitForSelector('.red-ui-tray .meterflow-form');
  await editor.waitForTimeout(STILL_MS);
};

const close = async (editor) => {
  await editor.evaluate(
    '$("#node-dialog-cancel:visible, #node-config-dialog-cancel:visible").last().trigger("click")',
  );
  await editor.waitForSelector('.red-ui-tray', { state: 'detached' });
};

async function meter(editor) {
  await open(editor, `RED.editor.editConfig("", "dlms-device", "${METER}")`);
  await editor.click('#meterflow-meter-tab');
  await saveDialog(editor, 'meter');
  await editor.click('#meterflow-test');
  await editor.waitForFunction('$(".meterflow-end").text() !== "" && !$(".meterflow-stop").is(":visible")');
  await saveDialog(editor, 'test');
  await editor.click('#meterflow-find');
  await editor.click('.meterflow-panel .meterflow-bar button:visible');
  await editor.locator('.meterflow-use').first().waitFor();
  await saveDialog(editor, 'find');
  await close(editor);
}

async function reader(editor) {
  await open(editor, `RED.editor.edit(RED.nodes.node("${READER}"))`);
  await saveDialog(editor, 'signals');
  await editor.click('#meterflow-browse-signals');
  await editor.waitForSelector('.meterflow-item-group');
  await editor.fill('.meterflow-browser input[type=search]', 'voltage');
  const objects = editor.locator('.meterflow-item-object');
  for (const index of [0, 1, 2]) await objects.nth(index).locator('input[type=checkbox]').click();
  await editor.locator('.meterflow-browser .meterflow-bar button').nth(1).click();
  await objects.nth(2).locator('.meterflow-item-value', { hasText: /\d V/ }).waitFor();
  await saveDialog(editor, 'browse');
}

const demo = await startDemo();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  await answering(demo.address);
  const dashboard = await openPage(browser, `${demo.address}/dashboard`, { width: 1100, height: 540 });
  const editor = await openEditor(browser, demo.address);
  await editor.waitForTimeout(COLLECT_MS);
  await save(editor, 'editor');
  await save(dashboard, 'dashboard');
  await meter(editor);
  await reader(editor);
} finally {
  await browser.close();
  await demo.stop();
}
