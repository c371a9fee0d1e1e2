/** The edit dialog of one meter in a running editor, for a suite of tests. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { closeDialog, openDialog } from './dialogs.js';
import { type Editor, startEditor } from './editor.js';

/** A meter as a version without security saved it. */
const FLOW = [
  { id: 'tab1', type: 'tab', label: 'test' },
  { id: 'read1', type: 'dlms-read', z: 'tab1', x: 200, y: 100, wires: [[]], device: 'meter1', job: '1.8.0' },
  { id: 'meter1', type: 'dlms-device', name: 'Cellar', transport: 'tcp', host: '127.0.0.1', port: '4059' },
];

export interface MeterForm {
  readonly page: Page;
  readonly editor: Editor;
  /** What went wrong on the page. */
  readonly problems: string[];
  open(): Promise<void>;
  value(name: string): Promise<string>;
  text(selector: string): Promise<string>;
  /** What is said beside a secret. */
  state(name: string): Promise<string>;
}

/**
 * Registers the hooks of a suite; what it gives works inside the tests.
 * @param secrets that the meter has already
 */
export function useMeterForm(secrets: Readonly<Record<string, string>> = {}): () => MeterForm {
  let form: MeterForm | undefined;
  let browser: Browser | undefined;
  const opened = (): MeterForm => {
    assert.ok(form !== undefined, 'the editor runs');
    return form;
  };

  before(async function start() {
    this.timeout(60_000);
    const editor = await startEditor(FLOW, { meter1: secrets });
    browser = await openBrowser();
    const { page, problems } = await openPage(browser);
    form = meterForm(page, editor, problems);
    await page.goto(editor.url);
    await page.waitForSelector('#read1');
  });
  after(async function stop() {
    this.timeout(20_000);
    await browser?.close();
    await form?.editor.stop();
  });
  afterEach(async () => {
    const { page, problems } = opened();
    // Of a test that failed.
    if ((await page.locator('.red-ui-tray').count()) > 0) await closeDialog(page, 'cancel');
    assert.deepEqual(problems.splice(0), [], 'no error on the console of the page');
  });
  return opened;
}

function meterForm(page: Page, editor: Editor, problems: string[]): MeterForm {
  const text = async (selector: string) => ((await page.textContent(selector)) ?? '').trim();
  return {
    page,
    editor,
    problems,
    open: () => openDialog(page, 'RED.editor.editConfig("", "dlms-device", "meter1")'),
    value: (name) => page.inputValue(`#node-config-input-${name}`),
    text,
    state: (name) => text(`#meterflow-state-${name}`),
  };
}
