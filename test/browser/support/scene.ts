/** A flow in an editor of its own, with a page that shows it. */
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from './browser.js';
import { type Editor, startEditor } from './editor.js';

export interface Scene {
  readonly editor: Editor;
  readonly page: Page;
  /** What went wrong on the page. */
  readonly problems: string[];
  close(): Promise<void>;
}

interface SceneOptions {
  readonly credentials?: object;
  readonly locale?: string;
  /** A node that shows once the flow is there. */
  readonly shows: string;
}

export async function openScene(flow: readonly object[], options: SceneOptions): Promise<Scene> {
  const { credentials, locale, shows } = options;
  const editor = await startEditor(flow, credentials);
  const browser = await openBrowser();
  const { page, problems } = await openPage(browser, locale === undefined ? {} : { locale });
  await page.goto(editor.url);
  await page.waitForSelector(`#${shows}`);
  const close = async (): Promise<void> => {
    await browser.close();
    await editor.stop();
  };
  return { editor, page, problems, close };
}
