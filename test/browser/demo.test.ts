/** What a person sees: the editor with the nodes of the package, and the demo's dashboard page. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeBrowser, openBrowser, openPage } from './support/browser.js';
import { type Demo, startDemo } from './support/demo.js';

const PICTURES = join('.cache', 'screenshots');
/** As wide as a tray opens by itself, in pixels. */
const ORDINARY = 500;

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

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
    { name: 'read', open: 'RED.editor.edit(RED.nodes.node("dlms-demo-read"))' },
    { name: 'simulator', open: 'RED.editor.edit(RED.nodes.node("dlms-demo-meter"))' },
    { name: 'device', open: 'RED.editor.editConfig("", "dlms-device", "dlms-demo-device")' },
  ];
  for (const { name, open } of dialogs) {
    it(`shows the edit dialog of the ${name} node in an ordinary tray, and keeps what it does not touch`, async () => {
      const id =
        name === 'read' ? 'dlms-demo-read' : name === 'simulator' ? 'dlms-demo-meter' : 'dlms-demo-device';
      const exported = `({ ...RED.nodes.convertNode(RED.nodes.node("${id}")), credentials: {} })`;
      const saved = await editor.evaluate(exported);
      await editor.evaluate(open);
      await editor.waitForSelector('.red-ui-tray .meterflow-form');
      await editor.waitForTimeout(600);
      const width = await editor.evaluate('$(".red-ui-tray").last().width()');
      assert.ok(Number(width) <= ORDINARY, `the tray opens ${width} px wide`);
      await picture(editor, `dialog-${name}`);
      const cut = await editor.evaluate(CUT_LABELS);
      assert.deepEqual(cut, [], 'no label is cut or without text');
      assert.deepEqual(await editor.evaluate(WIDE_WIDGETS), [], 'nothing is wider than its place');
      const invalid = await editor.locator('.meterflow-form .input-error').count();
      assert.equal(invalid, 0);
      await editor.evaluate(
        '$("#node-dialog-ok:visible, #node-config-dialog-ok:visible").last().trigger("click")',
      );
      await editor.waitForSelector('.red-ui-tray', { state: 'detached' });
      assert.deepEqual(await editor.evaluate(exported), saved);
    });
  }

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

/** Labels of the open dialog that are empty, or wider than their place. */
const CUT_LABELS = `$(".meterflow-form:visible label").toArray()
  .filter((label) => label.textContent.trim() === "" || label.scrollWidth > label.clientWidth + 1
    || label.getBoundingClientRect().height > 30)
  .map((label) => label.getAttribute("for") + ": " + label.textContent.trim())`;

/** Widgets of the open dialog that reach out of it. */
const WIDE_WIDGETS = `(() => {
  const form = $(".meterflow-form:visible").last()[0].getBoundingClientRect();
  return $(".meterflow-form:visible").last().find("input:visible, select:visible, .meterflow-unit:visible, .red-ui-typedInput-container:visible")
    .toArray().filter((widget) => widget.getBoundingClientRect().right > form.right + 1)
    .map((widget) => widget.id || widget.className);
})()`;
