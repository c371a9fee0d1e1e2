/** What a person sees: the editor with the nodes of the package, and the demo's dashboard page. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { describeBrowser, openBrowser, openPage } from './support/browser.js';
import { type Demo, startDemo } from './support/demo.js';
import {
  assertTidy,
  closeDialog,
  openDialog,
  picture,
  put,
  shownFields,
  showTab,
  wrongFields,
} from './support/dialogs.js';

const EDIT_METER = 'RED.editor.editConfig("", "dlms-device", "dlms-demo-device")';

describeBrowser('the demo in a browser', function suite() {
  let demo: Demo;
  let browser: Browser;
  let editor: Page;
  let problems: string[];

  before(async function start() {
    this.timeout(90_000);
    demo = await startDemo();
    browser = await openBrowser();
    ({ page: editor, problems } = await openPage(browser));
    await editor.goto(demo.url);
    await editor.waitForSelector('.red-ui-palette-node[data-palette-type="dlms-read"]');
    await editor.waitForSelector('#dlms-demo-read');
  });

  after(async function stop() {
    this.timeout(20_000);
    await browser?.close();
    await demo?.stop();
  });

  afterEach(() => assert.deepEqual(problems.splice(0), [], 'no error on the console of the page'));

  it('shows the nodes of the package in a category of their own', async () => {
    const types = await editor.evaluate(
      '$("#red-ui-palette-container-metering .red-ui-palette-node").map((_, node) => $(node).attr("data-palette-type")).get()',
    );
    assert.deepEqual((types as string[]).sort(), ['dlms-read', 'dlms-simulator']);
  });

  const dialogs = [
    { name: 'read', id: 'dlms-demo-read', open: 'RED.editor.edit(RED.nodes.node("dlms-demo-read"))' },
    { name: 'simulator', id: 'dlms-demo-meter', open: 'RED.editor.edit(RED.nodes.node("dlms-demo-meter"))' },
    { name: 'device', id: 'dlms-demo-device', open: EDIT_METER },
  ];
  for (const { name, id, open } of dialogs) {
    it(`shows the edit dialog of the ${name} node in an ordinary tray, and keeps what it does not touch`, async () => {
      const node = `{ ...RED.nodes.convertNode(RED.nodes.node("${id}")), credentials: {} }`;
      const exported = `JSON.parse(JSON.stringify(${node}))`;
      const saved = (await editor.evaluate(exported)) as Record<string, unknown>;
      await openDialog(editor, open);
      await picture(editor, `dialog-${name}`);
      await assertTidy(editor);
      assert.deepEqual(await wrongFields(editor), []);
      await closeDialog(editor, 'ok');
      // What an earlier form did not have is there now; all that it had is as it was.
      assert.deepEqual(
        { ...((await editor.evaluate(exported)) as object), ...saved },
        await editor.evaluate(exported),
      );
    });
  }

  const meters = [
    ['serial', { transport: 'serial' }, 'serialPort baudRate dataBits parity stopBits addressSize'],
    ['serial-iec', { transport: 'serial', mode: 'IEC' }, 'iecReadout iecStartBaud iecDeviceAddress baudRate'],
    ['readout', { mode: 'IEC', iecReadout: 'always' }, 'host port iecStartBaud serialNumber timeoutMs'],
    ['tls', { transport: 'tls', tlsVerify: 'off', mode: 'DLMS-WRAPPER' }, 'tlsVerify tlsCa tlsCert tlsKey'],
    ['udp', { transport: 'udp' }, 'host port mode'],
    ['serial-number', { serialNumber: '35061234' }, 'serialNumber serialNumberFormula'],
  ] as const;
  const hidden: Readonly<Record<string, string>> = {
    serial: 'host tlsCa iecReadout serialNumberFormula password',
    'serial-iec': 'host dataBits parity stopBits',
    readout: 'referencing clientAddress physicalAddress addressSize quirks auth',
    tls: 'serialPort addressSize',
    udp: 'tlsCa addressSize iecReadout',
    'serial-number': 'physicalAddress',
  };
  for (const [name, values, expected] of meters) {
    it(`shows the fields of a meter that apply, and no others: ${name}`, async () => {
      await openDialog(editor, EDIT_METER);
      for (const [field, value] of Object.entries(values)) await put(editor, field, value);
      await picture(editor, `meter-${name}`);
      await assertTidy(editor);
      const shown = await shownFields(editor);
      await closeDialog(editor, 'cancel');
      for (const field of expected.split(' ')) assert.ok(shown.includes(field), `${field} shows`);
      for (const field of (hidden[name] ?? '').split(' '))
        assert.ok(!shown.includes(field), `${field} is hidden`);
    });
  }

  it('fills in what is usual for a make, and tells the address of a serial number', async () => {
    await openDialog(editor, EDIT_METER);
    await editor.selectOption('#meterflow-preset', 'landis-zmd');
    await put(editor, 'serialNumber', '35061234');
    await showTab(editor, 'meter');
    await editor.waitForFunction('$("#meterflow-physical-address").text() === "2234"');
    await picture(editor, 'meter-preset');
    await assertTidy(editor);
    assert.equal(await editor.textContent('#meterflow-wire code'), '00 02 22 75');
    assert.match(
      (await editor.textContent('#meterflow-preset-hint')) ?? '',
      /Still to put in: serial number\.$/,
    );
    assert.deepEqual(await wrongFields(editor), []);
    const filled = await editor.evaluate(
      '["referencing", "quirks", "clientAddress"].map((name) => $("#node-config-input-" + name).val())',
    );
    await editor.locator('#meterflow-quirk-no-release').check();
    const ticked = await editor.inputValue('#node-config-input-quirks');
    await closeDialog(editor, 'cancel');
    assert.deepEqual(filled, ['SN', 'max-info=128', '16']);
    assert.equal(ticked, 'max-info=128, no-release');
  });

  it('marks what is wrong, with the reason', async () => {
    await openDialog(editor, EDIT_METER);
    await put(editor, 'port', '99999');
    await put(editor, 'quirks', 'odd');
    const wrong = await wrongFields(editor);
    const reason = await editor.evaluate(
      'RED.nodes.node("dlms-demo-device")._def.defaults.quirks.validate.call(RED.nodes.node("dlms-demo-device"), "odd")',
    );
    await closeDialog(editor, 'cancel');
    assert.deepEqual(wrong.sort(), ['port', 'quirks']);
    assert.equal(reason, 'Quirks: odd is no quirk');
  });

  it('imports the example from the menu, deploys it, and shows its numbers in the debug sidebar', async function run() {
    this.timeout(40_000);
    await editor.evaluate('RED.actions.invoke("core:show-examples-import-dialog")');
    const label = (text: string) => editor.locator('.red-ui-treeList-label:visible', { hasText: text });
    await label('@meterflow/node-red-dlms').click();
    await label('1 Read the demo meter').click();
    await editor.locator('#red-ui-clipboard-dialog-ok').click();
    await editor.waitForFunction('RED.nodes.filterNodes({ type: "dlms-simulator" }).length === 2');
    await editor.evaluate('RED.actions.invoke("core:show-debug-tab")');
    await editor.evaluate('$("#red-ui-header-button-deploy").trigger("click")');
    const number = editor.locator(
      '.red-ui-debug-msg:has-text("power and energy") .red-ui-debug-msg-type-number',
    );
    await number.first().waitFor({ timeout: 20_000 });
    await picture(editor, 'debug');
    assert.match((await number.first().textContent()) ?? '', /^-?\d/);
  });

  it('shows the numbers that come back from the MQTT broker', async () => {
    await editor.evaluate('RED.actions.invoke("core:show-debug-tab")');
    const number = editor.locator('.red-ui-debug-msg:has-text("by MQTT") .red-ui-debug-msg-type-number');
    await number.first().waitFor({ timeout: 8_000 });
    assert.match((await number.first().textContent()) ?? '', /^-?\d/);
    assert.match(demo.output(), /MQTT {7}mqtt:\/\/127\.0\.0\.1:\d+/);
  });

  it('shows the numbers on the dashboard page', async function run() {
    this.timeout(40_000);
    const { page, problems: seen } = await openPage(browser);
    await page.goto(`${demo.url}/dashboard`);
    await page
      .getByText(/^\d[\d,]*\.\d{3} kWh$/)
      .first()
      .waitFor({ timeout: 20_000 });
    await page
      .getByText(/2\d\d\.\d V/)
      .first()
      .waitFor({ timeout: 20_000 });
    await page.waitForTimeout(4000);
    await picture(page, 'dashboard');
    const gauge = await page.locator('#nrdb-ui-widget-dlms-demo-gauge').textContent();
    assert.match(gauge ?? '', /\d/);
    await page.close();
    assert.deepEqual(seen, []);
  });
});
