import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';

type Input = Readonly<Record<string, unknown>>;

const TCP = { host: 'meter.example', referencing: 'LN' };
const SMALL = { physicalAddress: 16 };
const SERIAL = { transport: 'serial', serialPort: '/dev/ttyUSB0', referencing: 'LN' };

function refusal(input: Input, secrets?: SettingSecrets): DlmsError {
  try {
    resolveSettings(input, secrets);
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    assert.deepEqual([error.code, error.layer, error.fault], ['DLMS_SETTING', 'settings', 'settings']);
    return error;
  }
  return assert.fail(`accepted: ${JSON.stringify(input)}`);
}

describe('settings of a meter', () => {
  it('that are not given are those of the contract', () => {
    const { settings, warnings } = resolveSettings(TCP);
    assert.deepEqual(settings, {
      name: '',
      alias: 'meter',
      transport: 'tcp',
      host: 'meter.example',
      port: 4059,
      serial: { serialPort: '', baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' },
      tls: { verify: true },
      iec: { startBaud: 300, maxBaud: 19_200, deviceAddress: '', readout: 'auto' },
      mode: 'DLMS-HDLC',
      referencing: 'LN',
      logicalAddress: 0,
      physicalAddress: 1600,
      addressSize: 4,
      clientAddress: 16,
      auth: 'None',
      password: new Uint8Array(),
      security: undefined,
      lockoutWaitMs: 900_000,
      timeoutMs: 2500,
      retryCounter: 3,
      scanRateMs: 10_000,
      pollDelayMs: 200,
      quirks: [],
    });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /addressSize was raised from 1 to 4.*physicalAddress 1600/);
  });

  it('may all arrive as text, as environment variables do', () => {
    const { settings } = resolveSettings(
      {
        ...SERIAL,
        ...{ baudRate: '300', dataBits: '7', stopBits: '2', parity: 'Even', clientAddress: ' 0x20 ' },
        ...{ timeoutMs: '5000', retryCounter: '1', scanRateMs: '-1', pollDelayMs: '0', logicalAddress: '1' },
        ...{ physicalAddress: '17', addressSize: '2', auth: 'low', mode: 'dlms' },
      },
      { password: 'secret' },
    );
    assert.deepEqual(settings.serial, {
      serialPort: '/dev/ttyUSB0',
      baudRate: 300,
      dataBits: 7,
      stopBits: 2,
      parity: 'even',
    });
    const { clientAddress, timeoutMs, retryCounter, scanRateMs, pollDelayMs, addressSize, auth } = settings;
    assert.deepEqual(
      [clientAddress, timeoutMs, retryCounter, scanRateMs, pollDelayMs, addressSize, auth],
      [32, 5000, 1, -1, 0, 2, 'Low'],
    );
  });

  it('treat empty text like what was not given', () => {
    const { settings } = resolveSettings({ ...TCP, port: '', timeoutMs: ' ', mode: '', auth: null });
    assert.deepEqual([settings.port, settings.timeoutMs, settings.mode], [4059, 2500, 'DLMS-HDLC']);
  });

  for (const [given, mode] of [
    ['DLMS-HDLC', 'DLMS-HDLC'],
    ['DLMS', 'DLMS-HDLC'],
    ['DLMS-DLC', 'DLMS-HDLC'],
    ['DLMS-WRAPPER', 'DLMS-WRAPPER'],
    ['DLMS-RAPPER', 'DLMS-WRAPPER'],
    ['IEC', 'IEC'],
  ] as const) {
    it(`know the mode ${given}`, () => {
      assert.equal(resolveSettings({ ...TCP, mode: given }).settings.mode, mode);
    });
  }

  it('know the transports by their names in files', () => {
    assert.equal(resolveSettings({ ...TCP, transport: 'DLMS TCP' }).settings.transport, 'tcp');
    assert.equal(resolveSettings({ ...SERIAL, transport: 'DLMS serial' }).settings.transport, 'serial');
    assert.equal(resolveSettings({ ...SERIAL, transport: '' }).settings.transport, 'serial');
  });

  it('ignore the serial line, wrong or not, where a host is given', () => {
    const input = { ...SERIAL, ...TCP, baudRate: 'fast', dataBits: 9 };
    const { settings, warnings } = resolveSettings(input);
    assert.equal(settings.transport, 'tcp');
    assert.match(warnings.join(), /host is set.*serial settings are ignored/);
  });

  it('have short names where nothing is said', () => {
    const referencingOf = (referencing: unknown) =>
      resolveSettings({ host: 'm', referencing }).settings.referencing;
    assert.deepEqual([undefined, '', 'SN', 'sn', 'LN'].map(referencingOf), ['SN', 'SN', 'SN', 'SN', 'LN']);
  });

  it('have the WRAPPER over UDP, where nothing else is said', () => {
    const { settings, warnings } = resolveSettings({ ...TCP, ...SMALL, transport: 'udp' });
    assert.deepEqual([settings.transport, settings.mode, warnings], ['udp', 'DLMS-WRAPPER', []]);
    const doubtful = resolveSettings({ ...TCP, ...SMALL, transport: 'udp', referencing: 'SN' });
    assert.match(doubtful.warnings.join(), /referencing SN over transport udp/);
  });

  it('say how a meter is called in mode IEC', () => {
    const iecOf = (input: Input) =>
      resolveSettings({ ...SERIAL, ...SMALL, mode: 'IEC', ...input }).settings.iec;
    assert.deepEqual(iecOf({}), { startBaud: 300, maxBaud: 9600, deviceAddress: '', readout: 'auto' });
    assert.deepEqual(
      iecOf({ baudRate: 4800, iecStartBaud: '2400', iecDeviceAddress: ' 00123 A', iecReadout: 'Always' }),
      { startBaud: 2400, maxBaud: 4800, deviceAddress: '00123 A', readout: 'always' },
    );
    const overNetwork = { ...TCP, ...SMALL, mode: 'IEC' };
    assert.equal(resolveSettings(overNetwork).settings.iec.maxBaud, 19_200);
    assert.equal(resolveSettings({ ...overNetwork, iecStartBaud: 9600 }).settings.iec.maxBaud, 9600);
    const named = { serialNumber: '0012345678', iecDeviceAddress: 'SN' };
    assert.equal(iecOf(named).deviceAddress, '0012345678');
  });

  it('know the quirks of the table', () => {
    const quirksOf = (quirks: unknown) => resolveSettings({ ...TCP, quirks }).settings.quirks;
    assert.deepEqual(quirksOf('no-lists, max-info=128'), ['no-lists', 'max-info=128']);
    assert.deepEqual(quirksOf(['no-release', 'scaler-missing']), ['no-release', 'scaler-missing']);
    assert.deepEqual([quirksOf('none'), quirksOf(''), quirksOf([])], [[], [], []]);
  });

  it('make an alias of the name', () => {
    const aliasOf = (name: string) => resolveSettings({ ...TCP, name }).settings.alias;
    assert.equal(aliasOf('Zähler im Keller (1)'), 'Zahler_im_Keller_1');
    assert.equal(aliasOf('电表'), 'meter');
    assert.equal(resolveSettings({ ...TCP, name: 'x', alias: 'a-1_B' }).settings.alias, 'a-1_B');
  });

  it('take a password as text or as octets', () => {
    const passwordOf = (password: string) => [
      ...resolveSettings({ ...TCP, auth: 'Low' }, { password }).settings.password,
    ];
    assert.deepEqual(passwordOf('AB1'), [0x41, 0x42, 0x31]);
    assert.deepEqual(passwordOf('0x0001fF'), [0, 1, 255]);
  });

  it('never show a password that is wrong', () => {
    const error = refusal({ ...TCP, auth: 'Low' }, { password: '0x123GEHEIM' });
    assert.match(error.message, /password "\*\*\*"/);
    assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), /GEHEIM/);
  });
});

describe('settings that cannot work', () => {
  const cases: readonly (readonly [string, Input, RegExp])[] = [
    ['no host', { host: '' }, /host is not set/],
    [
      'a variable that does not exist',
      { host: '$' + '{NOWHERE}' },
      /host "\$\{NOWHERE\}" is not a name or address/,
    ],
    ['a host with a port', { host: '10.0.0.1:4059' }, /host "10.0.0.1:4059" is not a name or address/],
    ['an address of the web', { host: 'http://meter' }, /host "http:\/\/meter"/],
    ['port 0', { port: 0 }, /port "0" is not allowed: 1…65535/],
    ['port 70000', { port: '70000' }, /port "70000"/],
    ['a port that is text', { port: 'x' }, /port "x" is not allowed: 1…65535/],
    ['an environment variable that was not replaced', { port: '$' + '{PORT}' }, /port "\$\{PORT\}"/],
    ['a broken number', { timeoutMs: 1.5 }, /timeoutMs "1.5" is not allowed: 1…600000/],
    ['time-out 0', { timeoutMs: 0 }, /timeoutMs "0"/],
    ['no requests', { retryCounter: 0 }, /retryCounter "0"/],
    ['client 0', { clientAddress: 0 }, /clientAddress "0" is not allowed: 1…127/],
    ['client 128', { clientAddress: 128 }, /clientAddress "128"/],
    [
      'a physical address of 15 bits',
      { physicalAddress: 16384 },
      /physicalAddress "16384" is not allowed: 0…16383/,
    ],
    [
      'no address at all',
      { physicalAddress: 0 },
      /physicalAddress "0" is not allowed while logicalAddress is 0/,
    ],
    ['address size 3', { addressSize: 3 }, /addressSize "3" does not exist in HDLC: 1, 2, 4/],
    ['address size 5', { addressSize: 5 }, /addressSize "5" is not allowed: 1, 2, 4/],
    ['two octets for 1600', { addressSize: 2 }, /addressSize "2" cannot hold/],
    [
      'a formula that is none',
      { serialNumber: 1, serialNumberFormula: 'SN +' },
      /serialNumberFormula "SN \+" is not understood: numbers, SN, \+ - \* \/ % and parentheses/,
    ],
    [
      'a formula that leads out of the range',
      { serialNumber: 12345678, serialNumberFormula: 'SN / 7' },
      /serialNumberFormula "SN \/ 7" gives 1763668.28\d* for the serial number 12345678, .*0…16383/,
    ],
    [
      'a formula that leads to no address',
      { serialNumber: 100, serialNumberFormula: 'SN % 100' },
      /serialNumber "100" gives the address 0, and logicalAddress is 0 too: 1…16383/,
    ],
    ['an alias with a blank', { alias: 'my meter' }, /alias "my meter"/],
    ['an unknown mode', { mode: 'MODBUS' }, /mode "MODBUS" is not allowed: DLMS-HDLC, .*DLMS-WRAPPER/],
    [
      'HDLC over UDP',
      { transport: 'udp', mode: 'DLMS-HDLC' },
      /mode "DLMS-HDLC" does not go over udp: DLMS-WRAPPER/,
    ],
    ['an odd start rate', { mode: 'IEC', iecStartBaud: 301 }, /iecStartBaud "301" is not allowed: 300, 600/],
    [
      'a readout now and then',
      { mode: 'IEC', iecReadout: 'maybe' },
      /iecReadout "maybe" is not allowed: auto, never, always/,
    ],
    [
      'a device address that ends too early',
      { mode: 'IEC', iecDeviceAddress: '1!2' },
      /iecDeviceAddress "1!2" is not allowed: .*neither \/ nor !/,
    ],
    ['an unknown referencing', { referencing: 'XN' }, /referencing "XN" is not allowed: LN, SN/],
    ['an unknown transport', { transport: 'pigeon' }, /transport "pigeon" is not allowed/],
    ['an unknown authentication', { auth: 'LLS' }, /auth "LLS" is not allowed: None, Low, High/],
    ['Low without a password', { auth: 'Low' }, /password is not set/],
    ['an unknown quirk', { quirks: 'slow' }, /quirks "slow" is not allowed, slow is no quirk: .*no-lists/],
    [
      'a quirk without its number',
      { quirks: 'max-info' },
      /quirks "max-info" is not allowed, max-info needs a number/,
    ],
    ['a scan rate beyond all timers', { scanRateMs: 2 ** 31 }, /scanRateMs "2147483648"/],
  ];
  for (const [name, input, message] of cases) {
    it(`are refused: ${name}`, () => {
      assert.match(refusal({ ...TCP, ...input }).message, message);
    });
  }

  const serialCases: readonly (readonly [string, Input, RegExp])[] = [
    ['no port', { serialPort: '' }, /serialPort is not set/],
    ['an odd rate', { baudRate: 1000 }, /baudRate "1000" is not allowed: 300, 600, .*115200/],
    ['9 data bits', { dataBits: 9 }, /dataBits "9" is beyond the serial driver/],
    ['5 data bits', { dataBits: 5 }, /dataBits "5" is not allowed: 6…9/],
    ['3 stop bits', { stopBits: 3 }, /stopBits "3" is not allowed: 1, 2/],
    ['mark parity', { parity: 'mark' }, /parity "mark" is not allowed: none, even, odd/],
    ['flow control', { flowControl: 'rtscts' }, /flowControl "rtscts" is not allowed: none/],
  ];
  for (const [name, input, message] of serialCases) {
    it(`are refused on a serial line: ${name}`, () => {
      assert.match(refusal({ ...SERIAL, ...input }).message, message);
    });
  }

  it('are named all at once, under the names that the user knows', () => {
    const nameOf = (property: string): string => (property === 'timeoutMs' ? '--timeout-ms' : property);
    assert.throws(
      () => resolveSettings({ ...TCP, timeoutMs: 'x', port: 0 }, {}, nameOf),
      /port "0".*; --timeout-ms "x"/,
    );
  });
});
