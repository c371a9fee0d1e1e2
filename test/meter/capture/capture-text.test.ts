import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DlmsError } from '../../../src/errors.js';
import { entryLine, parseCapture } from '../../../src/meter/capture/capture-text.js';
import type { CaptureEntry } from '../../../src/meter/capture/entry.js';
import { type CaptureHeader, headerLine } from '../../../src/meter/capture/header.js';
import { capturedDevice } from '../../../src/meter/capture/session.js';
import { assertNoSecret, hexOf, SECRETS } from '../../support/secrets.js';
import { securedSettings } from '../settings.js';

const { password, blockCipherKey, authenticationKey } = SECRETS;
const error = {
  code: 'DLMS_TIMEOUT',
  layer: 'hdlc',
  fault: 'meter',
  message: 'silent',
  hint: 'Wait.',
} as const;

const ENTRIES: readonly CaptureEntry[] = [
  { t: 0, dir: 'title', hex: '4D464C0000000001' },
  { t: 0, line: 1, dir: 'open', device: 'cellar' },
  { t: 3, line: 1, dir: 'failed', error },
  { t: 3, line: 2, dir: 'open', device: 'cellar' },
  { t: 4, line: 2, dir: 'opened', name: 'serial /dev/ttyUSB0', settable: true },
  { t: 4, dir: 'random', hex: '0102' },
  { t: 4, dir: 'key', length: 16 },
  { t: 4, dir: 'counter', number: 4_294_967_294 },
  { t: 5, line: 2, dir: 'set', baudRate: 300, dataBits: 7, parity: 'even', stopBits: 1 },
  { t: 5, line: 2, dir: 'sent', hex: '2F3F210D0A' },
  { t: 172, line: 2, dir: 'done', of: 2 },
  { t: 300, line: 2, dir: 'received', hex: '' },
  { t: 2800, dir: 'timer', due: 2799.75, ms: 2500.25 },
  { t: 2800, line: 2, dir: 'undone', of: 2, error },
  { t: 2801, line: 2, dir: 'closed', error },
  { t: 2801, line: 2, dir: 'closed', error: undefined },
  { t: 2802, line: 2, dir: 'close' },
  { t: 2802, dir: 'interrupted' },
  { t: 2803, dir: 'end' },
];

const HEADER: CaptureHeader = {
  by: 'a program 1.2.3',
  startedAt: 1_700_000_000_000,
  session: {
    command: 'poll',
    options: { once: true },
    devices: [
      {
        alias: 'cellar',
        properties: { host: 'gateway', port: 4059 },
        passwordOctets: 8,
        dedicatedKey: 'drawn',
      },
    ],
    signals: [{ device: 'cellar', row: { todo: '1.0.1.8.0.255', log: 1 } }],
  },
};

const textOf = (entries: readonly CaptureEntry[]): string =>
  [headerLine(HEADER), ...entries.map(entryLine)].map((line) => `${line}\n`).join('');

describe('a capture as text', () => {
  it('is read as it was written, each entry with its line', () => {
    const { header, entries, complete } = parseCapture(textOf(ENTRIES));
    assert.deepEqual(header, HEADER);
    assert.deepEqual(
      entries.map(({ entry }) => entry),
      ENTRIES,
    );
    assert.deepEqual(
      entries.map(({ row }) => row),
      ENTRIES.map((_, at) => at + 2),
    );
    assert.equal(complete, true);
  });

  it('is read as far as it goes where its program was killed', () => {
    const whole = textOf(ENTRIES);
    const lastLine = whole.slice(0, -1).lastIndexOf('\n');
    for (const length of [lastLine + 1, lastLine + 5]) {
      const { entries, complete } = parseCapture(whole.slice(0, length));
      assert.equal(entries.length, ENTRIES.length - 1);
      assert.equal(complete, false);
    }
  });

  it('is refused by the line that is damaged', () => {
    const damages = [
      '{"t":1}',
      '{"dir":"end"}',
      '{"t":1,"dir":"toString"}',
      '{"t":1,"dir":"sent","hex":"00"}',
      '{"t":1,"line":1,"dir":"sent","hex":"0"}',
      '{"t":1,"line":1,"dir":"set","baudRate":300,"dataBits":9,"parity":"even","stopBits":1}',
      '{"t":1,"line":1,"dir":"undone","of":1,"error":{"code":"X","layer":"none","fault":"line"}}',
      '{"t":1,"line":1,"dir":"done"}',
      '{"t":1,"dir":"counter","number":-1}',
      '{"t":1,"dir":"key","length":1e9}',
      '{"t":null,"dir":"end"}',
      '{"t":1e300,"dir":"end"}',
      'null',
    ];
    for (const damage of damages) {
      assert.throws(
        () => parseCapture(`${headerLine(HEADER)}\n${damage}\n{"t":1,"dir":"end"}\n`),
        (thrown: unknown) => thrown instanceof DlmsError && /line 2 of the capture/.test(thrown.message),
        damage,
      );
    }
  });

  it('is refused where no date can be made of its times', () => {
    const late = headerLine({ ...HEADER, startedAt: 8.64e15 });
    assert.throws(
      () => parseCapture(`${late}\n`),
      (thrown: unknown) => thrown instanceof DlmsError && /startedAt/.test(thrown.message),
    );
  });

  it('gives entries or a DlmsError, whatever the text', () => {
    const lines = [headerLine(HEADER), ...ENTRIES.map(entryLine)];
    const line = fc.oneof(
      fc.constantFrom(...lines),
      fc
        .tuple(fc.constantFrom(...lines), fc.nat(200), fc.string({ maxLength: 5 }))
        .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1)),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (all) => {
        try {
          parseCapture(all.join('\n'));
        } catch (thrown) {
          assert.ok(thrown instanceof DlmsError && thrown.code === 'DLMS_CAPTURE', String(thrown));
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('a device in a capture', () => {
  const properties = {
    ...{ name: 'Cellar', host: 'gateway', auth: 'Low', security: 'Encryption', physicalAddress: 17 },
    ...{ info: 'keys under the mat', tlsKey: '/home/me/key.pem', credentials: { password: password.text } },
  };
  const secrets = {
    password: password.text,
    blockCipherKey: hexOf(blockCipherKey),
    authenticationKey: hexOf(authenticationKey),
    dedicatedKey: 'auto',
  };
  const device = capturedDevice(properties, securedSettings(properties, secrets));

  it('has what is needed to do the session again, and no more', () => {
    assert.deepEqual(device, {
      alias: 'Cellar',
      properties: {
        ...{ name: 'Cellar', host: 'gateway', physicalAddress: 17, auth: 'Low', security: 'Encryption' },
        alias: 'Cellar',
      },
      passwordOctets: password.text.length,
      dedicatedKey: 'drawn',
    });
  });

  it('has no secret', () => assertNoSecret(JSON.stringify(device), 'a device in a capture'));
});
