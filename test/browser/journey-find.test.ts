/** With nothing but the address of a meter: found, tested, browsed, and its numbers; with fields and clicks counted. */
import assert from 'node:assert/strict';
import { describeBrowser } from './support/browser.js';
import { freePort } from './support/demo.js';
import { picture } from './support/dialogs.js';
import { type Hand, handAt } from './support/hand.js';
import { type Journey, LOOKS, useJourney } from './support/journey.js';
import { workspaceOf } from './support/workspace.js';

const JOURNEY_MS = 30_000;
/** Two that a person has to know, the host and the port, and twice the filter, to find two objects among many. */
const MOST_FIELDS = 4;
const MOST_CLICKS = 21;
const STEPS = ['line', 'link', 'association', 'logical-device-name', 'clock'];
const OBJECTS = ['1-0:1.8.0', '1-0:32.7.0'];

for (const look of LOOKS) {
  describeBrowser(`with only the address of a meter: ${look.name}`, () => {
    const journey = useJourney(look);
    let port = '';

    before(async function startMeter() {
      this.timeout(JOURNEY_MS);
      port = String(await freePort());
      const { hand, workspace } = journey();
      await workspace.place('dlms-simulator', 200, 80);
      await workspace.edit('dlms-simulator');
      await hand.type('#node-input-port', port);
      await workspace.done();
      await workspace.deploy();
      await workspace.says('dlms-simulator', new RegExp(`^${port}: 0 `));
    });

    it('finds the meter, tests it, picks two of its objects, and shows their numbers', async function run() {
      this.timeout(JOURNEY_MS);
      const { page } = journey();
      const hand = handAt(page);
      const workspace = workspaceOf(page, hand);
      await workspace.place('dlms-read', 200, 200);
      await workspace.place('debug', 460, 200);
      await workspace.wire('dlms-read', 'debug');
      await workspace.edit('dlms-read');
      await hand.click('#node-input-btn-device-add');
      await page.waitForSelector('.meterflow-device');
      await hand.type('#node-config-input-host', '127.0.0.1');
      await hand.type('#node-config-input-port', port);
      await find(journey(), hand, look.name);
      await tested(journey(), look.name);
      await workspace.done();
      await browse(journey(), hand, look.name);
      await workspace.done();
      await workspace.deploy();
      const numbers = await workspace.numbers(OBJECTS.length);
      await picture(page, `journey-find-${look.name}`);
      assert.equal(numbers.every(Number.isFinite), true, numbers.join());
      assert.ok(hand.fields.length <= MOST_FIELDS, `fields: ${hand.fields.join()}`);
      assert.ok(hand.clicks() <= MOST_CLICKS, `clicks: ${hand.clicks()}`);
    });
  });
}

async function find({ page }: Journey, hand: Hand, name: string): Promise<void> {
  await hand.click('#meterflow-find');
  await hand.click('.meterflow-panel .meterflow-bar button:visible');
  await page.locator('.meterflow-use').first().waitFor();
  await picture(page, `journey-find-${name}-found`);
  await hand.click(page.locator('.meterflow-use').first());
}

/** What was found is tested at once. */
async function tested({ page }: Journey, name: string): Promise<void> {
  for (const step of STEPS) {
    await page.waitForSelector(`.meterflow-step[data-step="${step}"][data-state="done"]`);
  }
  await page.waitForFunction('$(".meterflow-end").text() !== "" && !$(".meterflow-stop").is(":visible")');
  await picture(page, `journey-find-${name}-tested`);
  assert.equal(await page.locator('.meterflow-step:not([data-state="done"])').count(), 0, 'all is green');
}

async function browse({ page }: Journey, hand: Hand, name: string): Promise<void> {
  await hand.click('#meterflow-mode-table');
  await hand.click('#meterflow-browse-signals');
  await page.waitForSelector('.meterflow-item-group');
  for (const code of OBJECTS) {
    await hand.type('.meterflow-browser input[type=search]', code);
    const item = page.locator('.meterflow-item-object', { hasText: code });
    await hand.click(item.first().locator('input'));
  }
  await picture(page, `journey-find-${name}-browsed`);
  await hand.click('#node-dialog-ok:visible');
  await page.waitForSelector('.meterflow-browser', { state: 'detached' });
  await page.waitForFunction(
    `MeterflowDlms.signals.rows().filter(({ todo }) => ${JSON.stringify(OBJECTS)}.includes(todo)).length === 2`,
  );
}
