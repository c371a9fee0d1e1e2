/** Configuration files in the edit dialogs of a real editor: every format, good and bad. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeBrowser } from './support/browser.js';
import {
  chooseFiles,
  csvPair,
  dropFile,
  jsonFile,
  type Plant,
  type UserFile,
  workbookFile,
} from './support/config-files.js';
import { assertTidy, closeDialog, openDialog, picture } from './support/dialogs.js';
import type { Editor } from './support/editor.js';
import { tabTo } from './support/keyboard.js';
import { openScene, type Scene } from './support/scene.js';

const PASSWORD = 'Gold-im-Keller';
const JOB = '1-0:1.8.0, 1-0:2.8.0';
const PLANT: Plant = {
  devices: [
    {
      ...{ name: 'Cellar', device_alias: 'cellar', enable: 1, ip: '10.0.0.5', port: 4061, type: 'LN', id: 1 },
      ...{ slave_address: 16, address_size: 2, master_address: 1, auth: 'Low', password: PASSWORD },
    },
    {
      name: 'Roof',
      device_alias: 'roof',
      enable: 0,
      device: 'PORT1',
      auth: 'Low',
      description: 'on the roof',
    },
  ],
  signals: [
    {
      ...{ signal_name: 'In', device_alias: 'cellar', signal_alias: 'energy_in', job_todo: JOB },
      ...{ tag_job_todo: '1-0:1.8.0', number_type: 'UINT64', log: 1 },
    },
    {
      device_alias: 'cellar',
      signal_alias: 'energy_out',
      job_todo: JOB,
      tag_job_todo: '1-0:2.8.0',
      enable: 0,
    },
    { device_alias: 'roof', job_todo: 'device_status' },
  ],
};
const [CELLAR, ROOF] = PLANT.devices;
const [SIGNAL] = PLANT.signals;
const BAD: Plant = {
  devices: [
    { ...CELLAR, port: 70_000, boudrate: 9600 },
    { ...ROOF, auth: 'Lo' },
  ],
  signals: [{ ...SIGNAL, device_alias: 'celar' }],
};

const FLOW = [
  { id: 'tab1', type: 'tab', label: 'test' },
  { id: 'meter1', type: 'dlms-device', name: 'Main', alias: 'cellar', transport: 'tcp', host: '127.0.0.1' },
  {
    ...{ id: 'read1', type: 'dlms-read', z: 'tab1', x: 200, y: 100, wires: [[]], device: 'meter1', job: '' },
    signals: [{ todo: '1-0:32.7.0', alias: 'u' }],
  },
];

describeBrowser('a configuration file in the edit dialogs', () => {
  let scene: Scene | undefined;
  let editor: Editor;
  let page: Page;
  let problems: string[];
  let workbook: UserFile;

  before(async function start() {
    this.timeout(60_000);
    workbook = await workbookFile('plant.xlsx', PLANT);
    scene = await openScene(FLOW, { shows: 'read1' });
    ({ editor, page, problems } = scene);
    page.setDefaultTimeout(10_000);
  });
  after(async function stop() {
    this.timeout(20_000);
    await scene?.close();
  });
  afterEach(async () => {
    if ((await page.locator('.red-ui-tray').count()) > 0) await closeDialog(page, 'cancel');
    // A file that is refused is one for the console, too.
    const unexpected = problems.splice(0).filter((text) => !text.includes('status of 400'));
    assert.deepEqual(unexpected, [], 'no error on the console of the page');
  });

  const openMeter = () => openDialog(page, 'RED.editor.editConfig("", "dlms-device", "meter1")');
  const openReader = () => openDialog(page, 'RED.editor.edit(RED.nodes.node("read1"))');
  const field = (name: string) => page.inputValue(`#node-config-input-${name}`);
  const text = async (selector: string) => ((await page.textContent(selector)) ?? '').trim();
  const choices = () => page.locator('#meterflow-file-device option').allTextContents();
  const rows = async () => (await page.evaluate('MeterflowDlms.signals.rows()')) as Record<string, string>[];
  const deploy = async () => {
    const answer = page.waitForResponse((response) => /\/flows$/.test(response.url()));
    await page.click('#red-ui-header-button-deploy');
    assert.equal((await answer).ok(), true);
  };

  it('fills the form of a meter out of a workbook, with its password, by keyboard', async () => {
    await openMeter();
    await tabTo(page, 'meterflow-file');
    await page.keyboard.press('Enter');
    await page.waitForFunction('$(".meterflow-file-choose").is(":focus")');
    await chooseFiles(page, workbook);
    await page.waitForFunction('$("#meterflow-file-device").is(":focus")');
    assert.match(await text('.meterflow-file-status'), /plant\.xlsx · meters: 2 · signals: 3/);
    assert.deepEqual(await choices(), ['Cellar (cellar), 10.0.0.5:4061', 'Roof (roof), PORT1']);
    assert.equal(await page.inputValue('#meterflow-file-device'), 'cellar', 'the one of the same alias');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction('/holds cellar now/.test($(".meterflow-file-told").text())');
    assert.deepEqual(
      await Promise.all(['name', 'alias', 'host', 'port', 'referencing', 'auth', 'password'].map(field)),
      ['Cellar', 'cellar', '10.0.0.5', '4061', 'LN', 'Low', PASSWORD],
    );
    assert.match(await text('#meterflow-filled'), /Filled in: Name.*Password/);
    assert.match(await text('#meterflow-state-password'), /new/);
    await assertTidy(page);
    await picture(page, 'config-file-device');
    await closeDialog(page, 'ok');
    await deploy();
    assert.doesNotMatch(editor.file('flows.json'), /Gold/);
    assert.match(editor.file('flows_cred.json'), /"meter1":\{[^}]*"password":"Gold-im-Keller"/);
  }).timeout(40_000);

  it('says what is still to be put in: a password, a port of this computer; and what is switched off', async () => {
    await openMeter();
    await page.click('#meterflow-file');
    await chooseFiles(page, workbook);
    await page.selectOption('#meterflow-file-device', 'roof');
    await page.click('.meterflow-file-fill');
    const told = await text('.meterflow-file-told');
    for (const words of [/left as it was: Password/, /PORT1 is a port of the gateway/, /switched off/]) {
      assert.match(told, words);
    }
    assert.equal(await page.evaluate('$("#node-config-input-node-disabled").prop("checked")'), true);
    assert.equal(await field('transport'), 'serial');
    await closeDialog(page, 'ok');
    const saved = 'RED.nodes.node("meter1")';
    assert.deepEqual(await page.evaluate(`[${saved}.d, ${saved}.info]`), [true, 'on the roof']);
  }).timeout(40_000);

  it('lists all problems of a file at once, each with its place and what is allowed', async () => {
    await openMeter();
    await page.click('#meterflow-file');
    const before = await field('name');
    await chooseFiles(page, await workbookFile('bad.xlsx', BAD));
    await page.waitForSelector('.meterflow-fault');
    assert.equal(await text('.meterflow-fault-head'), 'Problems in bad.xlsx: 4. Nothing was taken.');
    assert.deepEqual(await page.locator('.meterflow-finding-place').allTextContents(), [
      'Devices, row 1, column M',
      'Devices, row 2, column E',
      'Devices, row 3, column K',
      'Signals, row 2, column B',
    ]);
    const [typo, port, auth, alias] = await page.locator('.meterflow-findings li').allTextContents();
    assert.match(typo ?? '', /"boudrate" is not a setting of a device; did you mean baudrate\?/);
    assert.match(port ?? '', /port "70000" is not allowed: 1…65535/);
    assert.match(auth ?? '', /auth "Lo" is not allowed: None, Low, High/);
    assert.match(alias ?? '', /did you mean cellar\?/);
    assert.equal(await field('name'), before);
    await assertTidy(page);
    await picture(page, 'config-file-problems');
    const shown = String(await page.evaluate('$(".meterflow-panel").html()'));
    assert.doesNotMatch(shown, /Gold/);
    await chooseFiles(page, jsonFile('worse.json', [{ id: 'a', type: 'inject' }]));
    await page.waitForFunction('/worse.json holds no meter/.test($(".meterflow-panel").text())');
  }).timeout(40_000);

  it('takes what is dropped on the dialog, both files of a pair, and an exported flow', async () => {
    await openMeter();
    await dropFile(page, '.meterflow-device', jsonFile('plant.json', PLANT));
    await page.waitForSelector('#meterflow-file-device');
    assert.equal((await choices()).length, 2);
    await chooseFiles(page, ...csvPair('plant', PLANT));
    await page.waitForFunction('/plant-devices.csv.*signals: 3/.test($(".meterflow-file-status").text())');
    const exported = await page.evaluate('RED.nodes.createCompleteNodeSet({ credentials: false })');
    await chooseFiles(page, jsonFile('flows.json', exported));
    await page.waitForFunction('/flows.json · meters: 1/.test($(".meterflow-file-status").text())');
    assert.deepEqual(await choices(), ['Roof (roof), PORT1']);
  }).timeout(40_000);

  it('fills the table of a read node: added to it, or in place of it, which can be undone', async () => {
    await page.evaluate('RED.nodes.node("meter1").alias = "cellar"');
    await openReader();
    await page.click('#meterflow-file-signals');
    await chooseFiles(page, workbook);
    await page.waitForSelector('.meterflow-file-append');
    assert.equal(await page.inputValue('#meterflow-file-device'), 'cellar');
    assert.match(await text('.meterflow-file-told'), /Signals of cellar in the file: 2/);
    await page.click('.meterflow-file-append');
    assert.deepEqual(
      (await rows()).map(({ todo, alias, job, numberType, log, enable }) => [
        ...[todo, alias, job, numberType, log, enable],
      ]),
      [
        ['1-0:32.7.0', 'u', undefined, undefined, undefined, undefined],
        ['1-0:1.8.0', 'energy_in', JOB, 'UINT64', '1', '1'],
        ['1-0:2.8.0', 'energy_out', JOB, 'DOUBLE', '0', '0'],
      ],
    );
    await page.click('.meterflow-file-append');
    assert.match(await text('.meterflow-file-told'), /added: 0\. Left out.*: 2/);
    await page.selectOption('#meterflow-file-device', 'roof');
    await page.click('.meterflow-file-replace-rows');
    assert.deepEqual(
      (await rows()).map(({ todo }) => todo),
      ['device_status'],
    );
    await assertTidy(page);
    await picture(page, 'config-file-signals');
    await page.click('.meterflow-buttons button:has(.fa-undo)');
    assert.equal((await rows()).length, 3);
  }).timeout(40_000);

  it('becomes a flow as a whole, with its passwords; a second time it asks', async () => {
    await page.evaluate('RED.nodes.node("meter1").alias = "another"');
    const importAll = async () => {
      await openReader();
      await page.click('#meterflow-file-signals');
      await chooseFiles(page, workbook);
      await page.click('.meterflow-import-all');
      await page.waitForSelector('.red-ui-tray', { state: 'detached' });
    };
    const readers = 'RED.nodes.filterNodes({ type: "dlms-read", z: RED.workspaces.active() })';
    await importAll();
    await page.waitForFunction('RED.nodes.workspace(RED.workspaces.active()).label === "plant"');
    const label = `${readers}.map(({ device, signals }) => RED.nodes.node(device).alias + " " + signals.length)`;
    assert.deepEqual(await page.evaluate(label), ['cellar 2', 'roof 1']);
    await picture(page, 'config-file-flow');
    await deploy();
    assert.doesNotMatch(editor.file('flows.json'), /Gold/);
    assert.equal(editor.file('flows_cred.json').split(PASSWORD).length, 3, 'two nodes know it');
    const first = await page.evaluate('RED.workspaces.active()');
    await importAll();
    await page.click('.red-ui-notification button.primary');
    await page.waitForFunction(`RED.workspaces.active() !== "${first}"`);
    assert.deepEqual(await page.evaluate(label), ['cellar 2', 'roof 1']);
    const meters = 'RED.nodes.createCompleteNodeSet().filter(({ type }) => type === "dlms-device").length';
    assert.equal(await page.evaluate(meters), 3, 'no meter is there twice');
  }).timeout(60_000);
});
