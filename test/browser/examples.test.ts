import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { EXAMPLES, example, exampleOnFreePorts } from '../nodes/support/examples.js';
import type { FlowNode } from '../nodes/support/runtime.js';
import { describeBrowser, openBrowser, openPage } from './support/browser.js';
import { freePort } from './support/demo.js';
import { picture } from './support/dialogs.js';
import { type Editor, startEditor } from './support/editor.js';

const PACKAGE = '@meterflow/node-red-dlms';
const DEPLOY_MS = 30_000;
const SECURED = '5 A secured meter';
const DASHBOARD = '6 Dashboard';

/** A number that the sidebar shows from a debug node of that name. */
const numberOf = (name: string) =>
  `.red-ui-debug-msg:has(.red-ui-debug-msg-name:has-text("${name}")) .red-ui-debug-msg-type-number`;

const WRONG_NODES = `(() => {
  const found = [];
  RED.nodes.eachNode((node) => found.push(node));
  RED.nodes.eachConfig((node) => found.push(node));
  return found.filter(({ type, valid }) => type === "unknown" || valid === false).map(({ type, id }) => type + " " + id);
})()`;

/** Nodes of the flow that shows that lie on one another, or reach out of the paper. */
const OVERLAPPING = `(() => {
  const nodes = RED.nodes.filterNodes({ z: RED.workspaces.active() });
  const edge = ({ x, y, w, h }) => ({ left: x - w / 2, right: x + w / 2, top: y - h / 2, bottom: y + h / 2 });
  const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  const crosses = (node) => edge(node).left < 20
    || nodes.some((other) => other !== node && !apart(edge(node), edge(other)));
  return nodes.filter(crosses).map(({ type, name }) => type + " " + name);
})()`;

describeBrowser('the example flows in the editor', () => {
  let editor: Editor;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  /** Nobody is there: what this machine has as a broker and a database is left alone. */
  let ports = {};

  before(async function start() {
    this.timeout(60_000);
    ports = { 1883: await freePort(), 8086: await freePort() };
    editor = await startEditor([]);
    browser = await openBrowser();
    ({ page, problems } = await openPage(browser, { width: 1500, height: 900 }));
    await page.goto(editor.url);
    await page.waitForSelector('.red-ui-palette-node[data-palette-type="dlms-read"]');
    await page.evaluate('RED.actions.invoke("core:show-debug-tab")');
  });
  after(async function stop() {
    this.timeout(20_000);
    await browser?.close();
    await editor?.stop();
  });

  /** As text, through the dialog. */
  async function importText(text: string): Promise<void> {
    await page.evaluate('RED.actions.invoke("core:show-import-dialog")');
    await page.locator('#red-ui-clipboard-dialog-import-text').fill(text);
    // The dialog looks at what was typed.
    await page.keyboard.press('End');
    await page.locator('#red-ui-clipboard-dialog-ok:not([disabled])').click();
    await page.locator('#red-ui-clipboard-dialog').waitFor({ state: 'hidden' });
  }

  async function deploy(): Promise<void> {
    await page.evaluate('$("#red-ui-header-button-deploy").trigger("click")');
    await page.waitForSelector('#red-ui-header-button-deploy.disabled');
  }

  async function showFlow(name: string): Promise<void> {
    const label = JSON.stringify(example(name).find(({ type }) => type === 'tab')?.label);
    const id = `RED.nodes.getWorkspaceOrder().find((id) => RED.nodes.workspace(id).label === ${label})`;
    await page.evaluate(`RED.workspaces.show(${id})`);
  }

  it('are all offered by the import menu', async function run() {
    this.timeout(DEPLOY_MS);
    await page.evaluate('RED.actions.invoke("core:show-examples-import-dialog")');
    const label = (text: string) => page.locator('.red-ui-treeList-label:visible', { hasText: text });
    await label(PACKAGE).click();
    for (const name of EXAMPLES) await label(name).waitFor();
    await picture(page, 'examples-menu');
    await page.locator('#red-ui-clipboard-dialog-cancel').click();
  });

  for (const name of EXAMPLES) {
    it(`"${name}" can be imported, and nothing in it is unknown or marked as wrong`, async function run() {
      this.timeout(DEPLOY_MS);
      await importText(JSON.stringify(await exampleOnFreePorts(name, ports)));
      await showFlow(name);
      const wrong = await page.evaluate(WRONG_NODES);
      assert.deepEqual(wrong, []);
    });
  }

  it('run when they are deployed: the secured meter with the keys that came with it', async function run() {
    this.timeout(DEPLOY_MS * 2);
    await deploy();
    await page.evaluate('RED.actions.invoke("core:clear-debug-messages")');
    const [debug] = example(SECURED).filter(({ type }) => type === 'debug');
    const number = page.locator(numberOf(String(debug?.name)));
    await number.first().waitFor({ timeout: DEPLOY_MS });
    assert.match((await number.first().textContent()) ?? '', /^-?\d/);
    const saved = (JSON.parse(editor.file('flows.json')) as FlowNode[]).filter(
      ({ type }) => type !== 'comment',
    );
    assert.doesNotMatch(JSON.stringify(saved), /00010203|D0D1D2D3/);
  });

  it('look tidy', async function run() {
    this.timeout(DEPLOY_MS * 2);
    await page.addStyleTag({ content: '#red-ui-notifications { display: none; }' });
    for (const name of EXAMPLES) {
      await showFlow(name);
      await page.waitForTimeout(500);
      await picture(page, `example-${name}`);
      assert.deepEqual(await page.evaluate(OVERLAPPING), [], name);
    }
  });

  it('draw the dashboard', async function run() {
    this.timeout(DEPLOY_MS * 2);
    const group = example(DASHBOARD).find(({ type }) => type === 'ui-page');
    const { page: drawn, problems: seen } = await openPage(browser, { width: 1100, height: 540 });
    await drawn.goto(`${editor.url}/dashboard${String(group?.path)}`);
    await drawn
      .getByText(/^\d[\d,]*\.\d{3} kWh$/)
      .first()
      .waitFor({ timeout: DEPLOY_MS });
    await drawn
      .getByText(/2\d\d\.\d V/)
      .first()
      .waitFor({ timeout: DEPLOY_MS });
    await drawn.waitForTimeout(3500);
    await picture(drawn, 'example-dashboard-page');
    assert.deepEqual(seen, []);
    assert.deepEqual(problems, []);
  });
});
