/** A person before an empty flow: an editor in some language and theme, a browser, a mouse and a keyboard. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { picture } from './dialogs.js';
import { type Editor, nodeRedVersion, startEditor } from './editor.js';
import { type Hand, handAt } from './hand.js';
import { type Workspace, workspaceOf } from './workspace.js';

export interface Look {
  readonly name: string;
  /** Of the browser, from which the editor takes its language, such as de-DE. */
  readonly locale: string;
  /** Of the runtime, which words the status of nodes. */
  readonly lang: 'en-US' | 'de';
  readonly theme: 'light' | 'dark';
}

/** Node-RED has a dark theme of its own since version 5. */
const hasDarkTheme = Number.parseInt(nodeRedVersion(), 10) >= 5;

const ORDINARY: readonly Look[] = [
  { name: 'english', locale: 'en-US', lang: 'en-US', theme: 'light' },
  { name: 'german', locale: 'de-DE', lang: 'de', theme: 'light' },
];
const DARK: Look = { name: 'dark', locale: 'en-US', lang: 'en-US', theme: 'dark' };

/** Those that the Node-RED under test has. */
export const LOOKS: readonly Look[] = hasDarkTheme ? [...ORDINARY, DARK] : ORDINARY;

export interface Journey {
  readonly page: Page;
  readonly editor: Editor;
  readonly hand: Hand;
  readonly workspace: Workspace;
  /** Another Node-RED in place of this one, that knows nothing of it. */
  startAfresh(): Promise<void>;
}

/** Nothing that a person waits for takes longer. */
const STEP_MS = 10_000;

/** Registers the hooks of a suite; what it gives works inside the tests. */
export function useJourney(look: Look): () => Journey {
  let browser: Browser | undefined;
  let journey: Journey | undefined;
  let problems: string[] = [];

  const begin = async (): Promise<void> => {
    const editor = await startEditor([], {}, look.lang);
    browser ??= await openBrowser();
    const opened = await openPage(browser, { width: 1500, locale: look.locale });
    problems = opened.problems;
    const { page } = opened;
    page.setDefaultTimeout(STEP_MS);
    await openEditor(page, editor, look);
    const hand = handAt(page);
    journey = { page, editor, hand, workspace: workspaceOf(page, hand), startAfresh };
  };
  const startAfresh = async (): Promise<void> => {
    await journey?.page.close();
    await journey?.editor.stop();
    await begin();
  };

  before(async function start() {
    this.timeout(60_000);
    await begin();
  });
  after(async function stop() {
    this.timeout(20_000);
    await browser?.close();
    await journey?.editor.stop();
  });
  afterEach(async function look() {
    if (this.currentTest?.state === 'failed' && journey !== undefined) {
      await picture(journey.page, `failed-${this.currentTest.title.slice(0, 40)}`);
    }
    assert.deepEqual(problems.splice(0), [], 'no error on the console of the page');
  });

  return () => {
    assert.ok(journey !== undefined, 'the editor runs');
    return journey;
  };
}

async function openEditor(page: Page, editor: Editor, { theme }: Look): Promise<void> {
  await page.goto(editor.url);
  await isReady(page);
  if (theme === 'dark') {
    await page.evaluate('RED.settings.setLocal("view-dark-theme", "dark")');
    await page.reload();
    await isReady(page);
    await page.waitForSelector('html.nr-theme-dark');
  }
  await page.evaluate('RED.actions.invoke("core:show-debug-tab")');
}

async function isReady(page: Page): Promise<void> {
  await page.waitForSelector('.red-ui-palette-node[data-palette-type="dlms-read"]');
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
  await page.waitForFunction('RED.workspaces.active()');
}
