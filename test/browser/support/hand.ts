/** What a person does in the editor with mouse and keyboard, and how many fields and clicks that was. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Hand {
  /** Fields that were typed in or chosen from, in this order. */
  readonly fields: readonly string[];
  clicks(): number;
  click(place: Locator | string): Promise<void>;
  doubleClick(place: Locator | string): Promise<void>;
  /** Replaces what stands in a field. */
  type(field: string, text: string): Promise<void>;
  /** Chooses in a list of the editor by what it says. */
  choose(field: string, label: string | RegExp): Promise<void>;
  /** Chooses in an ordinary list. */
  select(field: string, value: string): Promise<void>;
  /** Presses, moves, lets go. */
  drag(from: Locator, to: Locator | Point): Promise<void>;
}

const DRAG_STEPS = 12;

export function handAt(page: Page): Hand {
  const fields: string[] = [];
  let clicks = 0;
  const at = (place: Locator | string) => (typeof place === 'string' ? page.locator(place) : place);
  const click = async (place: Locator | string) => {
    clicks += 1;
    await at(place).click();
  };
  return {
    fields,
    clicks: () => clicks,
    click,
    doubleClick: async (place) => {
      clicks += 2;
      await at(place).dblclick();
    },
    type: async (field, text) => {
      fields.push(field);
      await click(field);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    choose: async (field, label) => {
      fields.push(field);
      await click(`${field} + .red-ui-typedInput-container .red-ui-typedInput-option-trigger`);
      await click(page.locator('.red-ui-typedInput-options:visible a', { hasText: label }));
    },
    select: async (field, value) => {
      fields.push(field);
      await page.selectOption(field, value);
    },
    drag: async (from, to) => {
      clicks += 1;
      // It waits until the thing stands still and nothing covers it.
      await from.hover();
      const end = 'x' in to ? to : await middle(to);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y, { steps: DRAG_STEPS });
      await page.mouse.up();
    },
  };
}

async function middle(place: Locator): Promise<Point> {
  const box = await place.boundingBox();
  assert.ok(box !== null, `${place} is on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
