/** Which fields of the meter's form apply, and its checks of more than one value. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { quirkFault } from '../../src/client/quirks.js';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

type Problem = { readonly key: string } | undefined;

interface Rules {
  groups(values: Readonly<Record<string, string>>): Readonly<Record<string, boolean>>;
  parseQuirks(text: unknown): readonly { readonly name: string; readonly number?: string }[];
  formatQuirks(list: readonly { readonly name: string; readonly number?: string | undefined }[]): string;
  quirkList(known: Readonly<Record<string, readonly number[] | null>>): (value: unknown) => Problem;
  iecAddress(value: unknown): Problem;
  modeProblem(transport: string, mode: string): Problem;
  sizeProblem(size: string, ...addresses: string[]): Problem;
}

const rules = require(resolve('resources/dlms-device-rules.js')) as Rules;
const { quirks } = require(resolve('resources/dlms-presets.js')) as {
  readonly quirks: Readonly<Record<string, readonly number[] | null>>;
};

const usual = {
  transport: 'tcp',
  mode: 'DLMS-HDLC',
  iecReadout: 'auto',
  serialNumber: '0',
  auth: 'None',
  tlsVerify: 'on',
};
const shown = (more: Partial<typeof usual>) =>
  Object.entries(rules.groups({ ...usual, ...more }))
    .filter(([, applies]) => applies)
    .map(([name]) => name)
    .sort();
const variable = '$'.concat('{NAME}');

describe('the fields of a meter that apply', () => {
  it('over TCP, with HDLC', () => assert.deepEqual(shown({}), ['dlms', 'hdlc', 'network', 'unnumbered']));

  it('on a serial line, with HDLC and with the IEC start, which sets the line itself', () => {
    assert.deepEqual(shown({ transport: 'serial' }), ['characters', 'dlms', 'hdlc', 'serial', 'unnumbered']);
    assert.deepEqual(shown({ transport: 'serial', mode: 'IEC' }), [
      'dlms',
      'hdlc',
      'iec',
      'serial',
      'unnumbered',
    ]);
  });

  it('of a meter that is only read out: nothing of DLMS', () => {
    const more = { mode: 'IEC', iecReadout: 'always', serialNumber: '5', auth: 'Low' };
    assert.deepEqual(shown(more), ['iec', 'network']);
  });

  it('with the WRAPPER over TLS, with and without a check', () => {
    const wrapper = { transport: 'tls', mode: 'DLMS-WRAPPER' };
    assert.deepEqual(shown(wrapper), ['dlms', 'network', 'tls', 'unnumbered']);
    assert.ok(shown({ ...wrapper, tlsVerify: 'off' }).includes('tls-unchecked'));
  });

  it('with a serial number: its formula, and no address beside it', () => {
    const fields = shown({ serialNumber: '35061234' });
    assert.ok(fields.includes('numbered') && !fields.includes('unnumbered'));
  });

  it('with variables: all that may be', () => {
    const all = { transport: variable, mode: variable, serialNumber: variable, auth: variable };
    const [fields, every] = [shown(all), Object.keys(rules.groups(usual))];
    assert.deepEqual(fields, every.filter((name) => name !== 'tls-unchecked').sort());
  });
});

describe('the checks of a meter', () => {
  it('take a list of quirks as the runtime does', () => {
    const check = rules.quirkList(quirks);
    const lists = [
      'no-release',
      'max-info=128',
      'max-info',
      'max-info=15',
      'max-info=2031',
      'max-info=x',
      'no-release=1',
      'nonsense',
      'toString',
      'no-release, max-info=128 window=3',
      'no-release,nonsense',
    ];
    for (const list of lists) {
      const fault = list.split(/[\s,]+/).some((name) => quirkFault(name) !== undefined);
      assert.equal(check(list) !== undefined, fault, list);
    }
    for (const list of ['', 'none', undefined, variable]) assert.equal(check(list), undefined);
  });

  it('keep a list as it is written, in parts and together', () => {
    const list = rules.parseQuirks(' no-release,max-info=128  window=3');
    assert.deepEqual(list, [
      { name: 'no-release', number: undefined },
      { name: 'max-info', number: '128' },
      { name: 'window', number: '3' },
    ]);
    assert.equal(rules.formatQuirks(list), 'no-release, max-info=128, window=3');
  });

  it('take IEC device addresses as the runtime does', () => {
    for (const iecDeviceAddress of [
      '',
      '12345678',
      'A b',
      'SN',
      '1/2',
      '1!',
      'é',
      'x'.repeat(32),
      'x'.repeat(33),
    ]) {
      const input = { host: 'meter', mode: 'IEC', serialNumber: '5', iecDeviceAddress };
      assert.equal(rules.iecAddress(iecDeviceAddress) === undefined, isAccepted(input), iecDeviceAddress);
    }
    assert.equal(rules.iecAddress(variable), undefined);
  });

  it('take modes and address sizes as the runtime does', () => {
    for (const transport of ['tcp', 'tls', 'udp']) {
      for (const mode of ['DLMS-HDLC', 'IEC', 'DLMS-WRAPPER']) {
        const expected = isAccepted({ host: 'meter', transport, mode });
        assert.equal(rules.modeProblem(transport, mode) === undefined, expected, `${transport} ${mode}`);
      }
    }
    for (const addressSize of ['0', '1', '2', '4']) {
      for (const physicalAddress of ['16', '127', '128', '1600']) {
        const expected = isAccepted({ host: 'meter', addressSize, physicalAddress, logicalAddress: '1' });
        const problem = rules.sizeProblem(addressSize, '1', physicalAddress);
        assert.equal(problem === undefined, expected, `${addressSize} ${physicalAddress}`);
      }
    }
  });
});

function isAccepted(input: Readonly<Record<string, string>>): boolean {
  try {
    resolveSettings(input);
    return true;
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    return false;
  }
}
