/** The form of a meter: what it shows of whom, on each tab; its helpers for addresses and ports, and for tools. */
import assert from 'node:assert/strict';
import { describeBrowser } from './support/browser.js';
import { assertTidy, closeDialog, picture, put, shownFields, showTab } from './support/dialogs.js';
import { tabTo, type } from './support/keyboard.js';
import { useMeterForm } from './support/meter-form.js';

describeBrowser('the form of a meter helps', () => {
  const form = useMeterForm({ password: 'hunter2', dedicatedKey: 'auto' });

  it('tells the octets on the wire while one types', async () => {
    const { open, page, text } = form();
    await open();
    await showTab(page, 'meter');
    const wire = async (expected: string) => {
      await page.waitForFunction(`$("#meterflow-wire").text() === ${JSON.stringify(expected)}`);
      assert.equal(await text('#meterflow-wire'), expected);
    };
    await type(page, 'logicalAddress', '1');
    await type(page, 'physicalAddress', '17');
    await put(page, 'addressSize', '2');
    await put(page, 'clientAddress', '16');
    await wire('server, 2 octets: 02 23client: 21');
    await put(page, 'addressSize', '1');
    await wire('server, 2 octets: 02 23client: 21One octet is too small: 2 are used.');
    await put(page, 'mode', 'DLMS-WRAPPER');
    await wire('server wPort 1: 00 01client wPort 16: 00 10');
    await put(page, 'mode', 'IEC');
    await put(page, 'iecDeviceAddress', '12345678');
    await put(page, 'iecReadout', 'always');
    await wire('call /?12345678!');
    await put(page, 'iecReadout', 'auto');
    await put(page, 'serialNumber', '$'.concat('{SERIAL_NUMBER}'));
    await wire('computed when the flow is deployed');
    await closeDialog(page, 'cancel');
  });

  it('offers the serial ports to the keyboard, and says plainly why there are none', async () => {
    const { open, page, problems, text, value } = form();
    const ports = [
      { path: '/dev/ttyS0' },
      {
        path: '/dev/ttyUSB0',
        maker: 'FTDI',
        serialNumber: 'A5',
        stablePath: '/dev/serial/by-id/usb-FTDI-A5',
      },
    ];
    let answer: { readonly status: number; readonly json: unknown } = { status: 200, json: ports };
    await page.route('**/dlms/serial-ports', (route) => route.fulfill(answer));
    const note = async (expected: RegExp) => {
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(`${expected}.test($("#meterflow-port-note").text())`);
      assert.match(await text('#meterflow-port-note'), expected);
    };
    await open();
    await put(page, 'transport', 'serial');
    await tabTo(page, 'node-config-input-serialPort');
    await page.keyboard.press('ArrowDown');
    await page.locator('#meterflow-port-list [role="option"]').first().waitFor();
    await picture(page, 'device-form-ports');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    assert.equal(await value('serialPort'), '/dev/serial/by-id/usb-FTDI-A5');
    answer = { status: 200, json: [] };
    await note(/This computer has no serial port/);
    answer = { status: 500, json: { code: 'DLMS_SERIALPORT_MISSING', message: 'no driver' } };
    await note(/The serialport module is missing/);
    await page.unroute('**/dlms/serial-ports');
    await closeDialog(page, 'cancel');
    // The page itself reports the answer 500.
    problems.splice(0);
  });

  it('gives its settings to the tools at its top, and takes theirs', async () => {
    const { open, page, text } = form();
    await page.evaluate(
      'MeterflowDlms.testConnection = (form, place) => { window.form = form; place.append("<button>try</button>"); }',
    );
    await open();
    await put(page, 'authenticationKey', 'D0D1');
    const values = (await page.evaluate('form.values()')) as {
      readonly id: string;
      readonly settings: Record<string, string>;
      readonly secrets: Record<string, string>;
      readonly stored: readonly string[];
    };
    assert.equal(values.id, 'meter1');
    assert.equal(values.settings.host, '127.0.0.1');
    assert.equal(values.settings.lockoutWaitMs, '900000');
    assert.deepEqual(values.secrets, { authenticationKey: 'D0D1' });
    assert.deepEqual([...values.stored].sort(), ['dedicatedKey', 'password']);
    const found = {
      clientAddress: 32,
      logicalAddress: '1',
      physicalAddress: '0',
      mode: 'DLMS-WRAPPER',
      other: 1,
    };
    const changed = await page.evaluate(`form.fill(${JSON.stringify(found)})`);
    assert.deepEqual(changed, ['clientAddress', 'logicalAddress', 'physicalAddress', 'mode']);
    assert.equal(
      await text('#meterflow-filled'),
      'Filled in: Client address, Logical address, Physical address, Mode.',
    );
    await picture(page, 'device-form-filled');
    await page.evaluate('delete MeterflowDlms.testConnection');
    await closeDialog(page, 'cancel');
  });

  const meters = [
    ['usual', {}, 'host port auth security', 'password blockCipherKey systemTitle lockoutWaitMs'],
    [
      'serial-iec',
      { transport: 'serial', mode: 'IEC', serialNumber: '35061234', addressSize: '4' },
      'serialPort iecReadout iecDeviceAddress serialNumberFormula',
      'host parity physicalAddress',
    ],
    ['low', { auth: 'Low' }, 'password lockoutWaitMs', 'blockCipherKey systemTitle securitySuite'],
    [
      'gmac',
      { auth: 'HighGmac', security: 'AuthenticationEncryption' },
      'blockCipherKey authenticationKey dedicatedKey invocationCounter systemTitle securitySuite',
      'password signingKey',
    ],
    [
      'ecdsa',
      { auth: 'HighEcdsa' },
      'signingKey serverPublicKey systemTitle securitySuite',
      'password blockCipherKey invocationCounter',
    ],
    [
      'readout',
      { mode: 'IEC', iecReadout: 'always' },
      'iecDeviceAddress serialNumber',
      'auth security quirks',
    ],
  ] as const;
  for (const [name, values, expected, hidden] of meters) {
    it(`shows what a meter needs and nothing else, tidily on each tab: ${name}`, async () => {
      const { open, page } = form();
      await open();
      await put(page, 'auth', 'None');
      await put(page, 'security', 'None');
      for (const [field, value] of Object.entries(values)) await put(page, field, value);
      const shown = await shownFields(page);
      await page.evaluate('$(".red-ui-tray").last().width(490); RED.tray.resize()');
      for (const tab of ['connection', 'meter', 'security', 'timing']) {
        await showTab(page, tab);
        await assertTidy(page);
        await picture(page, `device-form-${name}-${tab}`);
      }
      await closeDialog(page, 'cancel');
      for (const field of expected.split(' ')) assert.ok(shown.includes(field), `${field} shows`);
      for (const field of hidden.split(' ')) assert.ok(!shown.includes(field), `${field} is hidden`);
    });
  }
});
