/** The tools of the edit dialogs in a real editor: test, find and browse, at simulated meters. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { describeBrowser } from './support/browser.js';
import { assertTidy, closeDialog, openDialog, picture, put, showTab } from './support/dialogs.js';
import { nodeRedVersion } from './support/editor.js';
import { tabTo } from './support/keyboard.js';
import { openScene, type Scene } from './support/scene.js';

const PASSWORD = 'Gold-im-Keller';

const deviceNode = (id: string, port: number, more: object = {}) => ({
  id,
  type: 'dlms-device',
  // A config node with its own id in one of its properties is refused by Node-RED.
  name: `Meter ${id}`,
  alias: `alias-${id}`,
  transport: 'tcp',
  host: '127.0.0.1',
  port: String(port),
  mode: 'DLMS-HDLC',
  referencing: 'LN',
  clientAddress: '16',
  logicalAddress: '1',
  physicalAddress: '16',
  addressSize: '2',
  auth: 'None',
  timeoutMs: '500',
  retryCounter: '1',
  pollDelayMs: '0',
  ...more,
});
const readNode = (id: string, device: string) => ({
  ...{ id, type: 'dlms-read', z: 'tab1', x: 200, y: 100, wires: [[]], device },
  ...{ job: '', signals: [], trigger: 'input' },
});

describeBrowser('the tools of the edit dialogs', () => {
  let open: SimulatorHost;
  let locked: SimulatorHost;
  let scene: Scene | undefined;
  let page: Page;
  let problems: string[];

  before(async function start() {
    this.timeout(60_000);
    open = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
    locked = await startSimulator({ hdlcPort: 0, wrapperPort: 0, auth: 'Low', password: PASSWORD });
    const flow = [
      { id: 'tab1', type: 'tab', label: 'test' },
      deviceNode('meter1', open.hdlcPort ?? 0),
      deviceNode('meter2', locked.hdlcPort ?? 0, { auth: 'Low', clientAddress: '1' }),
      { id: 'meter3', type: 'dlms-device', name: '', transport: 'tcp', host: '' },
      readNode('read1', 'meter1'),
    ];
    scene = await openScene(flow, { credentials: { meter2: { password: 'Silber' } }, shows: 'read1' });
    ({ page, problems } = scene);
  });
  after(async function stop() {
    this.timeout(20_000);
    await scene?.close();
    await open?.close();
    await locked?.close();
  });
  afterEach(async () => {
    if ((await page.locator('.meterflow-browser').count()) > 0) {
      await page.click('#node-dialog-cancel:visible');
      await page.waitForSelector('.meterflow-browser', { state: 'detached' });
      await page.waitForSelector('.meterflow-form:visible');
    }
    if ((await page.locator('.red-ui-tray').count()) > 0) await closeDialog(page, 'cancel');
    assert.deepEqual(problems.splice(0), [], 'no error on the console of the page');
  });

  /** As it looks, also where it is dark; trays are no wider than 500 pixels. */
  const pictures = async (name: string): Promise<void> => {
    await picture(page, name);
    if (Number.parseInt(nodeRedVersion(), 10) >= 5) {
      await page.evaluate('document.documentElement.classList.add("nr-theme-dark")');
      await picture(page, `${name}-dark`);
      await page.evaluate('document.documentElement.classList.remove("nr-theme-dark")');
    }
  };
  const openMeter = (id: string) => openDialog(page, `RED.editor.editConfig("", "dlms-device", "${id}")`);
  const stepState = (name: string, state: string) =>
    page.waitForSelector(`.meterflow-step[data-step="${name}"][data-state="${state}"]`);
  const text = async (selector: string) => ((await page.textContent(selector)) ?? '').trim();

  it('test the connection of what stands in the form, saved or not: green steps', async () => {
    await openMeter('meter1');
    await page.click('#meterflow-test');
    for (const name of ['line', 'link', 'association', 'logical-device-name', 'clock']) {
      await stepState(name, 'done');
    }
    await page.waitForFunction('$(".meterflow-end").text() !== ""');
    assert.match(await text('.meterflow-end'), /^All steps hold/);
    assert.match(await text('[data-step="logical-device-name"]'), /MFL0000012345678/);
    await assertTidy(page);
    await pictures('tool-test');
    await put(page, 'physicalAddress', '99');
    await page.getByRole('button', { name: 'Test again' }).click();
    await stepState('link', 'failed');
    await page.waitForFunction('$(".meterflow-end").text() !== ""');
    assert.match(await text('[data-step="link"]'), /What to try:.*address sizes 1, 2 and 4/);
    await pictures('tool-test-fails');
  }).timeout(40_000);

  it('say of settings that cannot be right what the form says, and go away by the escape key', async () => {
    await openMeter('meter3');
    await page.click('#meterflow-test');
    await page.waitForSelector('.meterflow-fault');
    assert.equal(
      await text('.meterflow-fault'),
      'setting refused'.concat(await text('#meterflow-reason-host')),
    );
    await page.locator('.meterflow-panel button').first().focus();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.meterflow-panel').count(), 0);
    assert.equal(await page.evaluate('document.activeElement.id'), 'meterflow-test');
    assert.equal(problems.splice(0).length, 1, 'the refusal itself');
  });

  it('send a wrong password once, and say when it may be sent again', async () => {
    await openMeter('meter2');
    await page.click('#meterflow-test');
    await stepState('association', 'failed');
    assert.match(await text('[data-step="association"]'), /Nothing was sent a second time/);
    await page.getByRole('button', { name: 'Test again' }).click();
    await page.waitForFunction('/It is not sent again before/.test($(".meterflow-end").text())');
    await picture(page, 'tool-test-held-back');
    await showTab(page, 'security');
    await put(page, 'password', PASSWORD);
    await page.getByRole('button', { name: 'Test again' }).click();
    await stepState('clock', 'done');
    const shown = await page.evaluate('$(".meterflow-panel").html()');
    assert.doesNotMatch(String(shown), /Silber|Gold/);
  }).timeout(40_000);

  it('find a meter from an empty form with nothing but its address, and use what was found', async () => {
    await openMeter('meter3');
    await page.click('#meterflow-find');
    assert.match(await text('.meterflow-find-line'), /Put in the host/);
    await put(page, 'host', '127.0.0.1');
    await put(page, 'port', String(open.wrapperPort));
    await page.click('.meterflow-panel .meterflow-bar button >> text=Search');
    await page.waitForSelector('.meterflow-use');
    assert.match(await text('.meterflow-finding'), /MFL0000012345678.*reads values/);
    await assertTidy(page);
    await pictures('tool-find');
    await page.click('.meterflow-use');
    assert.equal(await page.inputValue('#node-config-input-mode'), 'DLMS-WRAPPER');
    assert.equal(await page.inputValue('#node-config-input-name'), 'MFL0000012345678');
    await page.keyboard.press('Enter');
    await page.waitForFunction('$("#meterflow-test").is(":focus") || $(".meterflow-step").length > 0');
    await stepState('clock', 'done');
    await picture(page, 'tool-find-used');
  }).timeout(40_000);

  it('find that a meter wants a password, and lead to its field', async () => {
    await openMeter('meter3');
    await put(page, 'host', '127.0.0.1');
    await put(page, 'port', String(locked.wrapperPort));
    await page.click('#meterflow-find');
    await page.keyboard.press('Enter');
    const wanting = page.locator('.meterflow-finding', { hasText: 'want a password' });
    await wanting.waitFor();
    await pictures('tool-find-password');
    await wanting.locator('.meterflow-use').click();
    await page.waitForFunction('$("#node-config-input-password").is(":focus")');
    assert.equal(await page.inputValue('#node-config-input-auth'), 'Low');
    assert.equal(await page.inputValue('#node-config-input-clientAddress'), '1');
  }).timeout(40_000);

  it('stop a search', async () => {
    await openMeter('meter3');
    await put(page, 'host', '127.0.0.1');
    await put(page, 'port', String(open.hdlcPort));
    open.setFaults({ silent: true });
    await page.click('#meterflow-find');
    await page.keyboard.press('Enter');
    await page.waitForFunction('/Trial 2/.test($(".meterflow-find-progress").text())');
    await picture(page, 'tool-find-running');
    await page.click('.meterflow-stop:visible');
    assert.equal(await text('.meterflow-find-best'), 'Stopped.');
    open.setFaults({});
  }).timeout(40_000);

  it('browse a meter by keyboard, with values read on demand', async () => {
    await openMeter('meter1');
    await tabTo(page, 'meterflow-browse');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.meterflow-item-group');
    await page.waitForFunction('$(".meterflow-browser input[type=search]").is(":focus")');
    await page.keyboard.type('energy import total');
    await page.waitForSelector('.meterflow-item-object');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.meterflow-item-attribute');
    await page.keyboard.press('Enter');
    await page.waitForFunction('/\\d Wh/.test($(".meterflow-item-value").text())');
    await page.waitForFunction('$(".meterflow-stop:visible").length === 0');
    await pictures('tool-browse');
  }).timeout(40_000);

  it('pick signals for a read node from the tree of its meter', async () => {
    await openDialog(page, 'RED.editor.edit(RED.nodes.node("read1"))');
    await page.click('#meterflow-browse-signals');
    await page.waitForSelector('.meterflow-item-group');
    await page.fill('.meterflow-browser input[type=search]', 'voltage');
    const voltage = page.locator('.meterflow-item-object', { hasText: 'voltage L1' }).first();
    await voltage.waitFor();
    await voltage.locator('input').check();
    await page.fill('.meterflow-browser input[type=search]', '1-0:1.8.0');
    const energy = page.locator('.meterflow-item-object', { hasText: 'active energy import' }).first();
    await energy.locator('input').check();
    await energy.locator('button').click();
    await page.waitForFunction('/\\d Wh/.test($(".meterflow-item-value").text())');
    await pictures('tool-browse-pick');
    assert.equal(await text('#node-dialog-ok:visible'), 'Add signals: 2');
    await page.click('#node-dialog-ok:visible');
    await page.waitForSelector('.meterflow-browser', { state: 'detached' });
    await page.waitForFunction('MeterflowDlms.signals.rows().length >= 2');
    const rows = (await page.evaluate('MeterflowDlms.signals.rows()')) as Record<string, string>[];
    assert.deepEqual(
      rows.map(({ todo, alias, name }) => [todo, alias, name]),
      [
        ['1-0:1.8.0', 'active_energy_import_total', 'active energy import, total (Wh)'],
        ['1-0:32.7.0', 'voltage_L1', 'voltage L1'],
      ],
    );
    await page.waitForTimeout(400);
    await picture(page, 'tool-browse-picked');
  }).timeout(40_000);

  it('show thousands of objects that were imported, without the meter', async () => {
    const logicalNames = Array.from(
      { length: 5000 },
      (_, index) => `1.0.1.8.${index % 250}.${Math.floor(index / 250)}`,
    );
    const objects = logicalNames.map((logicalName) => ({
      ...{ classId: 3, version: 0, logicalName, methods: [] },
      attributes: [1, 2, 3].map((id) => [id, 1]),
    }));
    const file = JSON.stringify({ format: 'dlms-object-list', version: 1, name: 'MFL9', objects });
    await openMeter('meter3');
    await put(page, 'host', 'meter-that-is-away.invalid');
    await page.click('#meterflow-browse');
    // Nothing is known of it yet, so that it is asked: in vain.
    await page.waitForSelector('.meterflow-browser .meterflow-fault');
    const chooser = page.waitForEvent('filechooser');
    await page.click('.meterflow-browser button >> text=Import');
    await (await chooser).setFiles({
      name: 'meter.json',
      mimeType: 'application/json',
      buffer: Buffer.from(file),
    });
    await page.waitForSelector('.meterflow-item-group');
    assert.match(await text('.meterflow-browser-about'), /^MFL9 · objects: 5000/);
    await page.click('.meterflow-item-group');
    await page.keyboard.press('End');
    await page.waitForSelector('.meterflow-item-active[aria-posinset="5000"]');
    assert.ok(Number(await page.evaluate('$(".meterflow-item").length')) < 60);
    await page.keyboard.press('Home');
    await page.waitForSelector('.meterflow-item-group.meterflow-item-active');
  }).timeout(40_000);
});
