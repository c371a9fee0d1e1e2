/** Read nodes of one meter in an editor of their own, and the edit dialog of each as tests use it. */
import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { closeDialog, openDialog } from './dialogs.js';
import { type Editor, startEditor } from './editor.js';

export type Row = Readonly<Record<string, string>>;

export interface ReadForm {
  readonly page: Page;
  /** Opens the dialog of a node. */
  open(id: string): Promise<void>;
  /** Opens the dialog of a node without signals, with the table. */
  openTable(id: string): Promise<void>;
  /** A property of a node as it is in the flow; null where it has none. */
  saved(id: string, property: string): Promise<unknown>;
  /** The rows of the open dialog, and their codes. */
  rows(): Promise<readonly Row[]>;
  todos(): Promise<readonly (string | undefined)[]>;
  row(index: number): Locator;
  /** The field of a column. */
  cell(index: number, column: string): Locator;
  press(...keys: string[]): Promise<void>;
  /** By the keys that everybody uses, wherever the focus is. */
  paste(lines: string): Promise<void>;
  text(place: Locator | string): Promise<string>;
  /** The first of the codes that are offered. */
  suggestion(): Locator;
}

const read = (id: string, y: number, more: object) => ({
  ...{ id, type: 'dlms-read', z: 'tab1', x: 200, y, wires: [[]], device: 'meter1', name: id },
  ...more,
});

const THREE_ROWS = [{ todo: '1-0:1.8.0' }, { todo: '0-0:1.0.0:2' }, { todo: '1-0:32.7.0' }];
export const OLD_ROW = { todo: '1-0:1.8.0', sn: 64000, custom: 'kept' };
const WRONG_ROWS = [
  { todo: '1-0:1.8.0', alias: 'energy' },
  { todo: 'x.y', alias: 'a b', numberType: 'INT128' },
  { todo: '2.8.0', alias: 'energy', job: '1.8.0', pulseShortMs: '9', pulseLongMs: '2' },
  { todo: 'nothing', enable: '0' },
];

/** Nodes as this version saves them, as one before it did, and as people write them by hand. */
const FLOW = [
  { id: 'tab1', type: 'tab', label: 'test', disabled: true },
  { id: 'meter1', type: 'dlms-device', name: 'Cellar', transport: 'tcp', host: '127.0.0.1', port: '4059' },
  read('empty1', 60, { job: '', signals: [] }),
  read('old1', 120, { job: '1.8.0, 1-0:32.7.0' }),
  read('rows1', 180, { job: '', signals: [OLD_ROW] }),
  read('wrong1', 240, { job: '', signals: WRONG_ROWS }),
  read('paste1', 300, { job: '', signals: [] }),
  read('list1', 360, { job: '1.8.0' }),
  read('three1', 420, { job: '', signals: THREE_ROWS }),
];

/** Registers the hooks of a suite; gives what its tests use. */
export function useReadForm(): () => ReadForm {
  let editor: Editor;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  before(async function start() {
    this.timeout(60_000);
    editor = await startEditor(FLOW);
    browser = await openBrowser();
    ({ page, problems } = await openPage(browser));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(editor.url);
    await page.waitForSelector('#list1');
  });

  after(async function stop() {
    this.timeout(20_000);
    await browser?.close();
    await editor?.stop();
  });

  /** A dialog that a failure left open is in nobody's way. */
  afterEach(async () => {
    if ((await page.locator('.red-ui-tray').count()) > 0) await closeDialog(page, 'cancel');
    assert.deepEqual(problems.splice(0), [], 'no error on the console of the page');
  });

  return () => readForm(page);
}

function readForm(page: Page): ReadForm {
  const row = (index: number) => page.locator('.meterflow-row').nth(index);
  const open = (id: string) => openDialog(page, `RED.editor.edit(RED.nodes.node("${id}"))`);
  const rows = async () => (await page.evaluate('MeterflowDlms.signals.rows()')) as readonly Row[];
  return {
    page,
    open,
    openTable: async (id) => {
      await open(id);
      await page.locator('#meterflow-mode-table').check();
      await row(0).waitFor();
    },
    saved: async (id, property) => {
      const json = await page.evaluate(`JSON.stringify(RED.nodes.node("${id}").${property} ?? null)`);
      return JSON.parse(String(json)) as unknown;
    },
    rows,
    todos: async () => (await rows()).map(({ todo }) => todo),
    row,
    cell: (index, column) => row(index).locator(`.meterflow-cell-${column} :is(input, select)`),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    paste: async (lines) => {
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines)})`);
      await page.keyboard.press('Control+V');
    },
    text: async (place) =>
      ((await (typeof place === 'string' ? page.locator(place) : place).textContent()) ?? '').trim(),
    suggestion: () => page.locator('#meterflow-suggestions [role="option"]').first(),
  };
}

/** Presses the tabulator key until a row of the table has the focus. */
export async function tabToRow(page: Page): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await page.evaluate('$(document.activeElement).is(".meterflow-row")')) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('no row can be reached by the tabulator key');
}
