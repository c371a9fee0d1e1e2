/** The edit dialog of a meter by keyboard alone: what cannot be reached so fails the test. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

const FARTHEST = 80;
const LONGEST_LIST = 12;

/** What has the focus: an id; for a part of a list, the id of its field. */
const FOCUSED = `(() => {
  const active = document.activeElement;
  if (active === null || active.id !== "") return active?.id ?? "";
  return $(active).closest(".red-ui-typedInput-container").prev().attr("id") ?? "";
})()`;

/** Presses the tabulator key until the element has the focus. */
export async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < FARTHEST; presses += 1) {
    if ((await page.evaluate(FOCUSED)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${id} cannot be reached by the tabulator key`);
}

export async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, `node-config-input-${name}`);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Chooses in a list of the editor, by so many steps down from the first entry. */
export async function choose(page: Page, name: string, steps: number): Promise<void> {
  await tabTo(page, `node-config-input-${name}`);
  // Beside it is the button that offers a variable.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const menu = page.locator('.red-ui-typedInput-options:visible');
  await menu.waitFor();
  await page.waitForTimeout(150);
  for (let step = 0; step < LONGEST_LIST; step += 1) await page.keyboard.press('ArrowUp');
  for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await menu.waitFor({ state: 'hidden' });
}

/** Goes to the list of tabs and on to the one of that name. */
export async function openTab(page: Page, name: string): Promise<void> {
  const selected = '$(\'.meterflow-device [role="tab"][aria-selected="true"]\').attr("id")';
  await tabTo(page, String(await page.evaluate(selected)));
  for (let presses = 0; presses < 4; presses += 1) {
    if ((await page.evaluate(selected)) === `meterflow-${name}-tab`) return;
    await page.keyboard.press('ArrowRight');
  }
  assert.fail(`the tab ${name} cannot be reached by the arrow keys`);
}
