/** The form of a meter, as a person fills it in: by keyboard, with secrets, by make, and with what is wrong. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeBrowser } from './support/browser.js';
import { closeDialog, picture, put, showTab, wrongFields } from './support/dialogs.js';
import { choose, openTab, tabTo, type } from './support/keyboard.js';
import { useMeterForm } from './support/meter-form.js';

const KEY = '000102030405060708090A0B0C0D0E0F';
const VARIABLE = '$'.concat('{METER_PUBLIC_KEY}');
const AUTHENTICATION_KEY = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';
const PEM = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAsecretLine\nsecondSecretLine\n-----END PRIVATE KEY-----';

/** As a person does. */
async function deploy(page: Page): Promise<void> {
  const deployed = page.waitForResponse((response) => /\/flows$/.test(response.url()));
  await page.evaluate('$("#red-ui-header-button-deploy").trigger("click")');
  await deployed;
  await page.waitForFunction('!RED.nodes.dirty()');
}

describeBrowser('the form of a meter', () => {
  const form = useMeterForm();

  it('is filled in by keyboard alone, saved, and found again', async function keyboard() {
    const { open, page, state, value } = form();
    this.timeout(30_000);
    await open();
    await type(page, 'name', 'Substation 7');
    await type(page, 'host', '192.0.2.7');
    await openTab(page, 'meter');
    await choose(page, 'referencing', 0);
    await type(page, 'clientAddress', '1');
    await openTab(page, 'security');
    await choose(page, 'auth', 5);
    await choose(page, 'security', 3);
    await type(page, 'blockCipherKey', KEY);
    await type(page, 'authenticationKey', AUTHENTICATION_KEY);
    await type(page, 'systemTitle', '4D4D4D0000000001');
    await tabTo(page, 'meterflow-counter-kind');
    await page.keyboard.press('ArrowDown');
    await picture(page, 'device-form-keyboard');
    assert.deepEqual(await wrongFields(page), []);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.red-ui-tray', { state: 'detached' });

    await open();
    const names = ['name', 'host', 'referencing', 'clientAddress', 'auth', 'security', 'invocationCounter'];
    const values = await Promise.all(names.map(value));
    assert.equal(await state('blockCipherKey'), 'new');
    await closeDialog(page, 'ok');
    assert.deepEqual(values, [
      'Substation 7',
      '192.0.2.7',
      'LN',
      '1',
      'HighGmac',
      'AuthenticationEncryption',
      '0.0.43.1.0.255',
    ]);
  });

  it('keeps secrets out of the flow, and says only that they are set', async function secrets() {
    const { editor, open, page, state } = form();
    this.timeout(20_000);
    await open();
    await showTab(page, 'security');
    await put(page, 'auth', 'HighEcdsa');
    await put(page, 'signingKey', PEM);
    await put(page, 'serverPublicKey', VARIABLE);
    await page.selectOption('#meterflow-dedicated-kind', 'auto');
    await closeDialog(page, 'ok');
    await deploy(page);

    const exported = await page.evaluate(
      'JSON.stringify(RED.nodes.createExportableNodeSet([RED.nodes.node("read1"), RED.nodes.node("meter1")]))',
    );
    const served = await page.evaluate('fetch("flows").then((answer) => answer.text())');
    for (const flow of [String(exported), String(served), editor.file('flows.json')]) {
      assert.match(flow, /Substation 7/);
      assert.doesNotMatch(flow, /00010203|D0D1D2|SecretLine|METER_PUBLIC_KEY|__PWRD__/i);
    }
    const kept = (JSON.parse(editor.file('flows_cred.json')) as Record<string, unknown>).meter1;
    assert.deepEqual(kept, {
      blockCipherKey: KEY,
      authenticationKey: AUTHENTICATION_KEY,
      signingKey: PEM,
      serverPublicKey: VARIABLE,
      dedicatedKey: 'auto',
    });

    await open();
    await showTab(page, 'security');
    await page.waitForFunction('$("#meterflow-dedicated-kind").val() === "auto"');
    await picture(page, 'device-form-secrets');
    const shown = await page.evaluate(
      '$(".red-ui-tray").html() + $(".red-ui-tray").find("input, textarea").map((_, input) => $(input).val()).get().join()',
    );
    assert.doesNotMatch(String(shown), /00010203|D0D1D2|SecretLine|METER_PUBLIC_KEY/i);
    assert.equal(await state('blockCipherKey'), 'set');
    assert.equal(await state('password'), 'not set');
    assert.equal(await state('serverPublicKey'), 'variable');
    assert.deepEqual(await wrongFields(page), []);
    await closeDialog(page, 'ok');
    assert.equal(await page.evaluate('RED.nodes.dirty()'), false, 'a look changes nothing');
  });

  it('replaces a secret that is kept as soon as something is typed, and takes it away', async () => {
    const { open, page, state, text, value } = form();
    await open();
    await showTab(page, 'security');
    await page.locator('#node-config-input-blockCipherKey').click();
    await page.keyboard.press('End');
    await page.keyboard.type('AB');
    assert.equal(await value('blockCipherKey'), 'AB');
    assert.equal(await state('blockCipherKey'), 'new');
    // It is said after each key.
    await page.locator('#meterflow-reason-blockCipherKey', { hasText: 'these are 2' }).waitFor();
    assert.equal(
      await text('#meterflow-reason-blockCipherKey'),
      'Encryption key: 32 hexadecimal digits with this suite; these are 2',
    );
    await page.locator('#node-config-input-blockCipherKey ~ button').click();
    assert.equal(await page.getAttribute('#node-config-input-blockCipherKey', 'type'), 'text');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Backspace');
    assert.equal(await state('blockCipherKey'), 'not set');
    await closeDialog(page, 'cancel');
  });

  it('marks the tab of a wrong field, and says at the field what is allowed', async () => {
    const { open, page, text } = form();
    await open();
    await put(page, 'port', '99999');
    await put(page, 'quirks', 'odd');
    await page.waitForSelector('#meterflow-meter-tab .meterflow-tab-mark:visible');
    await picture(page, 'device-form-wrong');
    assert.equal(
      await text('#meterflow-reason-port'),
      'Port: a whole number from 1 to 65535, or $'.concat('{NAME}'),
    );
    assert.equal(
      await page.getAttribute('#node-config-input-port', 'aria-describedby'),
      'meterflow-reason-port',
    );
    const marked = await page.evaluate(
      '$(".meterflow-tab-wrong").map((_, tab) => $(tab).data("tabId")).get()',
    );
    assert.deepEqual(marked, ['meterflow-connection', 'meterflow-meter']);
    await put(page, 'port', '4059');
    await page.waitForSelector('#meterflow-reason-port', { state: 'detached' });
    // What does not apply is not wrong.
    await put(page, 'port', '99999');
    await put(page, 'transport', 'serial');
    await put(page, 'serialPort', 'COM3');
    assert.deepEqual(await wrongFields(page), ['quirks']);
    await closeDialog(page, 'cancel');
  });

  it('fills in what is usual for a make, on whatever tab, and asks for the rest', async () => {
    const { open, page, text, value } = form();
    await open();
    await page.selectOption('#meterflow-preset', 'idis-secured');
    await picture(page, 'device-form-make');
    assert.match(await text('#meterflow-preset-hint'), /Still to put in: the keys\.$/);
    assert.equal(await page.inputValue('#meterflow-counter-kind'), 'object');
    const values = await Promise.all(['auth', 'security', 'invocationCounter', 'clientAddress'].map(value));
    assert.deepEqual(values, ['HighGmac', 'AuthenticationEncryption', '0.0.43.1.0.255', '1']);
    await closeDialog(page, 'cancel');
  });
});
