/** Sessions recorded from the edit dialog of a meter, and done again by the command line from the file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { inProcess, linesOf } from '../cli/dlms.js';
import { describeBrowser } from './support/browser.js';
import { assertTidy, closeDialog, openDialog, picture } from './support/dialogs.js';
import { openScene, type Scene } from './support/scene.js';

const PASSWORD = 'Gold-im-Keller';

describeBrowser('a recording from the edit dialog of a meter', () => {
  let meter: SimulatorHost;
  let scene: Scene | undefined;
  let page: Page;
  let problems: string[];

  before(async function start() {
    this.timeout(60_000);
    meter = await startSimulator({ hdlcPort: 0, auth: 'Low', password: PASSWORD });
    const device = {
      ...{ id: 'meter1', type: 'dlms-device', name: 'Cellar', alias: 'cellar', transport: 'tcp' },
      ...{ host: '127.0.0.1', port: String(meter.hdlcPort), referencing: 'LN', clientAddress: '1' },
      ...{ logicalAddress: '1', physicalAddress: '16', addressSize: '2', auth: 'Low', pollDelayMs: '0' },
      scanRateMs: '1000',
    };
    const reader = {
      ...{ id: 'read1', type: 'dlms-read', z: 'tab1', x: 200, y: 100, wires: [[]], device: 'meter1' },
      ...{ job: '1-0:1.8.0, 1-0:32.7.0', signals: [], trigger: 'input' },
    };
    const flow = [{ id: 'tab1', type: 'tab', label: 'test' }, device, reader];
    scene = await openScene(flow, { credentials: { meter1: { password: PASSWORD } }, shows: 'read1' });
    ({ page, problems } = scene);
    page.setDefaultTimeout(10_000);
  });
  after(async function stop() {
    this.timeout(20_000);
    await scene?.close();
    await meter?.close();
  });
  afterEach(async () => {
    if ((await page.locator('.red-ui-tray').count()) > 0) await closeDialog(page, 'cancel');
    const unexpected = problems.splice(0).filter((text) => !text.includes('status of 404'));
    assert.deepEqual(unexpected, [], 'no error on the console of the page');
  });

  const text = async (selector: string) => ((await page.textContent(selector)) ?? '').trim();

  it('shows how far it is, goes on while nobody looks, and is a file that replay gives the values of', async () => {
    await openDialog(page, 'RED.editor.editConfig("", "dlms-device", "meter1")');
    await page.click('#meterflow-capture');
    await page.click('.meterflow-capture-start');
    const sessions = (least: number) =>
      page.waitForFunction(
        `Number(/sessions: (\\d+)/.exec($(".meterflow-capture-state").text())?.[1]) >= ${least}`,
      );
    await sessions(1);
    await picture(page, 'capture-running');
    await page.click('#meterflow-capture');
    await page.click('#meterflow-capture');
    await sessions(2);
    await page.click('.meterflow-capture-stop');
    await page.waitForFunction('$(".meterflow-capture-save").is(":focus")');
    assert.match(await text('.meterflow-capture-state'), /^Recorded · 0:\d\d · sessions: \d+ · [\d.]+ kB$/);
    assert.equal(await text('.meterflow-capture-result'), 'Stopped.');
    await assertTidy(page);
    await picture(page, 'capture-done');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const file = await download;
    assert.equal(file.suggestedFilename(), 'cellar.capture.jsonl');
    const path = await file.path();
    assert.doesNotMatch(readFileSync(path, 'utf8'), /Gold|476f6c64/i);
    const { status, results, notes } = await inProcess(['replay', path]);
    assert.equal(status, 0, notes.join());
    const lines = linesOf(results);
    assert.ok(lines.length >= 4, `two sessions of two values: ${results}`);
    assert.deepEqual(
      lines.slice(0, 2).map(({ obis, unit }) => [obis, unit]),
      [
        ['1.0.1.8.0.255', 'Wh'],
        ['1.0.32.7.0.255', 'V'],
      ],
    );
  }).timeout(60_000);

  it('is refused for a meter that is not deployed yet, which is said', async () => {
    await openDialog(page, 'RED.editor.editConfig("", "dlms-device", "_ADD_", "node-input")');
    await page.click('#meterflow-capture');
    await page.click('.meterflow-capture-start');
    await page.waitForFunction(
      '/not deployed, or it is switched off/.test($(".meterflow-capture-result").text())',
    );
    assert.equal(await page.locator('.meterflow-capture-start').isVisible(), true);
  }).timeout(40_000);
});
