/** The workspace of the editor: nodes from the palette, wires, deploying, numbers, and flows out and in. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Hand } from './hand.js';

const DEPLOY = '#red-ui-header-button-deploy';
export const NUMBERS = '.red-ui-debug-msg .red-ui-debug-msg-type-number';
const FIRST_NUMBER_MS = 20_000;

export interface Workspace {
  /** Drags a node of a type out of the palette, to so many pixels from the corner of the paper. */
  place(type: string, x: number, y: number): Promise<void>;
  /** The only node of a type. */
  node(type: string): Promise<Locator>;
  wire(from: string, to: string): Promise<void>;
  /** By a double click. */
  edit(type: string): Promise<void>;
  /** Closes the topmost dialog, with what was put in. */
  done(): Promise<void>;
  /** Waits until the status of a node is so. */
  says(type: string, status: RegExp): Promise<void>;
  /** Waits until all of it runs, and clears the debug sidebar before. */
  deploy(): Promise<void>;
  /** The numbers that the debug sidebar shows, as soon as there are so many. */
  numbers(least: number): Promise<readonly number[]>;
  /** The whole flow, as the export dialog gives it. */
  exported(): Promise<string>;
  /** As a flow of its own, which is shown then. */
  importFlow(text: string): Promise<void>;
}

export function workspaceOf(page: Page, hand: Hand): Workspace {
  const node = async (type: string) => {
    const query = `RED.nodes.filterNodes({ type: "${type}" }).map(({ id }) => id)`;
    await page.waitForFunction(`${query}.length === 1`);
    const [id] = (await page.evaluate(query)) as string[];
    const place = page.locator(`[id="${id}"]`);
    await place.waitFor();
    return place;
  };
  return {
    node,
    place: async (type, x, y) => {
      const paper = await page.locator('#red-ui-workspace-chart').boundingBox();
      assert.ok(paper !== null);
      const shape = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
      await hand.drag(shape, { x: paper.x + x, y: paper.y + y });
      await node(type);
    },
    wire: async (from, to) => {
      const output = (await node(from)).locator('.red-ui-flow-port-output .red-ui-flow-port');
      const input = (await node(to)).locator('.red-ui-flow-port-input .red-ui-flow-port');
      const count = 'RED.nodes.filterLinks({}).length';
      const before = Number(await page.evaluate(count));
      await hand.drag(output, input);
      await page.waitForFunction(`${count} === ${before + 1}`);
    },
    edit: async (type) => {
      await hand.doubleClick((await node(type)).locator('.red-ui-flow-node'));
      await page.waitForSelector('.red-ui-tray .meterflow-form');
      await standsStill(page);
    },
    done: async () => {
      // The dialog below is off the page meanwhile.
      await page.evaluate('$(".red-ui-tray").attr("data-done", "1")');
      await hand.click(page.locator('#node-dialog-ok:visible, #node-config-dialog-ok:visible'));
      await page.waitForSelector('.red-ui-tray[data-done]', { state: 'detached' });
      await standsStill(page);
    },
    says: async (type, status) => {
      const label = (await node(type)).locator('.red-ui-flow-node-status-label');
      await label.filter({ hasText: status }).waitFor();
    },
    deploy: async () => {
      await page.evaluate('RED.actions.invoke("core:clear-debug-messages")');
      const answer = page.waitForResponse((response) => /\/flows$/.test(response.url()));
      await hand.click(DEPLOY);
      assert.equal((await answer).ok(), true, 'the runtime takes the flow');
      await page.waitForSelector(`${DEPLOY}.disabled`);
    },
    numbers: async (least) => {
      await page
        .locator(NUMBERS)
        .nth(least - 1)
        .waitFor({ timeout: FIRST_NUMBER_MS });
      return (await page.locator(NUMBERS).allTextContents()).map(Number);
    },
    exported: async () => {
      await page.evaluate('RED.actions.invoke("core:show-export-dialog")');
      await page.click('#red-ui-clipboard-dialog-export-rng-full');
      const text = page.locator('#red-ui-clipboard-dialog-export-text');
      await page.waitForFunction('$("#red-ui-clipboard-dialog-export-text").val().length > 2');
      const flow = await text.inputValue();
      await page.click('#red-ui-clipboard-dialog-cancel, #red-ui-clipboard-dialog-ok:visible');
      await page.locator('#red-ui-clipboard-dialog').waitFor({ state: 'hidden' });
      return flow;
    },
    importFlow: async (text) => {
      await page.evaluate('RED.actions.invoke("core:show-import-dialog")');
      await page.locator('#red-ui-clipboard-dialog-import-text').fill(text);
      // The dialog looks at what was typed.
      await page.keyboard.press('End');
      await page.locator('#red-ui-clipboard-dialog-ok:not([disabled])').click();
      await page.locator('#red-ui-clipboard-dialog').waitFor({ state: 'hidden' });
      await hand.click(page.locator('#red-ui-workspace-tabs .red-ui-tab').last());
    },
  };
}

/** A dialog slides in; what moves cannot be clicked. */
async function standsStill(page: Page): Promise<void> {
  await page.waitForFunction(
    `(() => {
      const tray = $(".red-ui-tray").last();
      const right = tray[0]?.getBoundingClientRect().right;
      const moved = tray.data("journey-right") !== right;
      tray.data("journey-right", right);
      return !moved;
    })()`,
    undefined,
    { polling: 100 },
  );
}
