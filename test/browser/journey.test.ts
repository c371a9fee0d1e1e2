/** From an empty flow to numbers, by mouse and keyboard; out of the editor as text, and into another one. */
import assert from 'node:assert/strict';
import { describeBrowser } from './support/browser.js';
import { freePort } from './support/demo.js';
import { picture } from './support/dialogs.js';
import { type Journey, LOOKS, type Look, useJourney } from './support/journey.js';

interface Words {
  readonly listensOn: string;
  readonly meter: string;
  readonly tabs: readonly string[];
  readonly codes: string;
  readonly listening: RegExp;
  readonly signals: RegExp;
}

const ENGLISH: Words = {
  listensOn: 'Listen on',
  meter: 'Meter',
  tabs: ['Connection', 'Meter', 'Security', 'Timing'],
  codes: 'a list of codes',
  listening: /: 1 connected$/,
  signals: /^2 signals$/,
};
const GERMAN: Words = {
  listensOn: 'Lauscht auf',
  meter: 'Zähler',
  tabs: ['Verbindung', 'Zähler', 'Sicherheit', 'Zeiten'],
  codes: 'Codeliste',
  listening: /: 1 verbunden$/,
  signals: /^Signale: 2$/,
};

const PASSWORD = 'Kellertür-1234';
const JOURNEY_MS = 30_000;

/** By the language of the runtime. */
const WORDS: Readonly<Record<Look['lang'], Words>> = { 'en-US': ENGLISH, de: GERMAN };

for (const look of LOOKS) {
  describeBrowser(`from an empty flow to numbers and back: ${look.name}`, () => {
    const words = WORDS[look.lang];
    const journey = useJourney(look);
    let port = '';
    let flow = '';

    before(async () => {
      port = String(await freePort());
    });

    it('places three nodes, wires them, fills their forms in, and shows numbers', async function run() {
      this.timeout(JOURNEY_MS);
      const { page, workspace } = journey();
      await workspace.place('dlms-simulator', 200, 80);
      await workspace.place('dlms-read', 200, 200);
      await workspace.place('debug', 440, 200);
      await workspace.wire('dlms-read', 'debug');
      await fillSimulator(journey(), port, words);
      await fillReader(journey(), port, words);
      await workspace.deploy();
      assertNumbers(await workspace.numbers(2));
      await workspace.says('dlms-simulator', words.listening);
      await workspace.says('dlms-read', words.signals);
      await picture(page, `journey-${look.name}`);
    });

    it('gives the flow away without the password', async function run() {
      this.timeout(JOURNEY_MS);
      const { editor, workspace } = journey();
      flow = await workspace.exported();
      assert.match(flow, /dlms-device/);
      for (const text of [flow, editor.file('flows.json')]) {
        assert.equal(text.includes(PASSWORD), false);
        assert.doesNotMatch(text, /password|__PWRD__/i);
      }
      assert.equal(editor.file('flows_cred.json').split(PASSWORD).length, 3, 'two nodes know it');
    });

    it('runs in another editor as soon as the password is typed there', async function run() {
      this.timeout(JOURNEY_MS);
      assert.notEqual(flow, '', 'a flow was exported');
      await journey().startAfresh();
      const { hand, page, workspace } = journey();
      await workspace.importFlow(flow);
      await workspace.edit('dlms-simulator');
      await hand.type('#node-input-password', PASSWORD);
      await workspace.done();
      await workspace.edit('dlms-read');
      await hand.click('#node-input-btn-device-edit');
      await hand.click('#meterflow-security-tab');
      await picture(page, `journey-${look.name}-imported`);
      await hand.type('#node-config-input-password', PASSWORD);
      await workspace.done();
      await workspace.done();
      await workspace.deploy();
      assertNumbers(await workspace.numbers(2));
    });
  });
}

async function fillSimulator({ hand, page, workspace }: Journey, port: string, words: Words): Promise<void> {
  await workspace.edit('dlms-simulator');
  assert.equal(await labelOf(page, 'node-input-host'), words.listensOn);
  await hand.type('#node-input-port', port);
  await hand.choose('#node-input-auth', /^Low/);
  await hand.type('#node-input-password', PASSWORD);
  await workspace.done();
}

async function fillReader({ hand, page, workspace }: Journey, port: string, words: Words): Promise<void> {
  await workspace.edit('dlms-read');
  assert.equal(await labelOf(page, 'node-input-device'), words.meter);
  assert.equal(await labelOf(page, 'meterflow-mode-list'), words.codes);
  await hand.click('#node-input-btn-device-add');
  await page.waitForSelector('.meterflow-device');
  // A tab with a field that is still to be filled in says so on a line of its own.
  const tabs = await page.locator('.meterflow-device [role="tab"]').allInnerTexts();
  assert.deepEqual(
    tabs.map((text) => text.split('\n')[0]),
    words.tabs,
  );
  await hand.type('#node-config-input-host', '127.0.0.1');
  await hand.type('#node-config-input-port', port);
  await hand.select('#meterflow-preset', 'simulated');
  await hand.click('#meterflow-security-tab');
  await hand.choose('#node-config-input-auth', /^Low/);
  await hand.type('#node-config-input-password', PASSWORD);
  await workspace.done();
  await hand.type('#node-input-job', 'active energy imp');
  await hand.click(page.locator('#meterflow-suggestions [role="option"]').first());
  await page.keyboard.press('End');
  await page.keyboard.type(', voltage l1');
  await hand.click(page.locator('#meterflow-suggestions [role="option"]', { hasText: '1-0:32.7.0' }));
  assert.equal(await page.inputValue('#node-input-job'), '1-0:1.8.0, 1-0:32.7.0');
  await workspace.done();
}

async function labelOf(page: Journey['page'], field: string): Promise<string> {
  return (await page.locator(`label[for="${field}"]`).innerText()).trim();
}

/** Of a meter that has counted energy, in a network of 230 V. */
function assertNumbers(numbers: readonly number[]): void {
  assert.equal(numbers.every(Number.isFinite), true, numbers.join());
  assert.ok(
    numbers.some((value) => value > 200 && value < 260),
    `one of ${numbers.join()} is a voltage`,
  );
}
