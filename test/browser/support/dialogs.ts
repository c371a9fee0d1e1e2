/** The edit dialogs of the editor: opened, filled in, looked at, closed. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const PICTURES = join('.cache', 'screenshots');
/** As wide as a tray opens by itself, in pixels. */
const ORDINARY = 500;

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** @param open what the editor is told, such as `RED.editor.edit(…)` */
export async function openDialog(page: Page, open: string): Promise<void> {
  await page.evaluate(open);
  await page.waitForSelector('.red-ui-tray .meterflow-form');
  await page.waitForTimeout(600);
}

export async function closeDialog(page: Page, button: 'ok' | 'cancel'): Promise<void> {
  const buttons = `#node-dialog-${button}:visible, #node-config-dialog-${button}:visible`;
  await page.evaluate(`$("${buttons}").last().trigger("click")`);
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
}

/** A person sees all of it: an ordinary tray, no text that is cut, nothing wider than its place. */
export async function assertTidy(page: Page): Promise<void> {
  const width = await page.evaluate('$(".red-ui-tray").last().width()');
  assert.ok(Number(width) <= ORDINARY, `the tray opens ${width} px wide`);
  assert.deepEqual(await page.evaluate(CUT_LABELS), [], 'no label is cut or without text');
  assert.deepEqual(await page.evaluate(WIDE_WIDGETS), [], 'nothing is wider than its place');
}

/** The names of the fields that are marked as wrong. */
export async function wrongFields(page: Page): Promise<string[]> {
  return page.evaluate(
    '$(".meterflow-form:visible .input-error[id]").map((_, e) => e.id.split("-").pop()).get()',
  );
}

/** The names of the fields that show, on whatever tab. */
export async function shownFields(page: Page): Promise<string[]> {
  return page.evaluate(
    '$(".meterflow-form:visible .form-row:not([hidden]) [id^=node-config-input]").map((_, e) => e.id.split("-").pop()).get()',
  );
}

/** Brings up a tab of the meter's dialog. */
export async function showTab(page: Page, name: string): Promise<void> {
  await page.locator(`#meterflow-${name}-tab`).click();
  await page.locator(`#meterflow-${name}`).waitFor();
}

/** Puts a value into a field of a config node, as typing and choosing do. */
export async function put(page: Page, name: string, value: string): Promise<void> {
  const field = `$("#node-config-input-${name}")`;
  const typed = JSON.stringify(value);
  await page.evaluate(
    `${field}.data("noderedTypedInput") ? ${field}.typedInput("value", ${typed}) : ${field}.val(${typed})`,
  );
  await page.evaluate(`${field}.trigger("change")`);
}

/** Labels of the open dialog that are empty, or wider than their place. */
const CUT_LABELS = `$(".meterflow-form:visible label:visible").toArray()
  .filter((label) => label.textContent.trim() === "" || label.scrollWidth > label.clientWidth + 1
    || label.getBoundingClientRect().height > 30)
  .map((label) => label.getAttribute("for") + ": " + label.textContent.trim())`;

/** Widgets of the open dialog that reach out of it. */
const WIDE_WIDGETS = `(() => {
  const form = $(".meterflow-form:visible").last()[0].getBoundingClientRect();
  const widgets = "input:visible, select:visible, textarea:visible, .meterflow-unit:visible, .meterflow-hint:visible, "
    + ".meterflow-reason:visible, .meterflow-state:visible, #meterflow-wire:visible, #meterflow-quirk-list:visible, "
    + "[role=tab]:visible, .red-ui-button:visible, .red-ui-typedInput-container:visible";
  return $(".meterflow-form:visible").last().find(widgets)
    .toArray().filter((widget) => widget.getBoundingClientRect().right > form.right + 1)
    .map((widget) => widget.id || widget.className);
})()`;
