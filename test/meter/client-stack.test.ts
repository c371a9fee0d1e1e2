/** How the settings of a meter become the first octets that it hears. */
import assert from 'node:assert/strict';
import { withoutParity } from '../../src/framing/iec62056-21/characters.js';
import { type Connecting, clientStack, readoutMachine, type Securing } from '../../src/meter/client-stack.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { hexOf } from '../support/recorded-conversation.js';
import { describeShared, vectors } from '../support/shared.js';
import { AK, EK, KEYS } from './security-keys.js';
import { securedSettings, settingsOf } from './settings.js';

type Properties = Readonly<Record<string, unknown>>;

/** What is sent to open the conversation, in hex. */
function opening(properties: Properties, connecting: Connecting = {}): string {
  return openingOf(settingsOf(properties), {}, connecting);
}

function openingOf(settings: MeterSettings, securing: Securing, connecting: Connecting = {}): string {
  const outputs = clientStack(settings, connecting, securing).handle({ kind: 'COSEM-OPEN.request' });
  const sent = outputs.find(({ kind }) => kind === 'PH-DATA.request');
  return sent?.kind === 'PH-DATA.request' ? hexOf(sent.octets) : assert.fail('nothing was sent');
}

describeShared('the first frame for the server addresses of the reference', (root) => {
  const hexById = new Map(vectors(root).map(({ id, hex }) => [id, hex.replaceAll(' ', '')]));
  const plain = { quirks: 'plain-snrm' };
  const cases: readonly (readonly [string, Properties])[] = [
    ['hdlc.snrm.min', { logicalAddress: 1, physicalAddress: 0, addressSize: 1 }],
    ['hdlc.snrm.min', { logicalAddress: 0, physicalAddress: 1, addressSize: 1 }],
    ['hdlc.snrm.2b', { logicalAddress: 1, physicalAddress: 17, addressSize: 2 }],
    ['hdlc.snrm.2b', { logicalAddress: 1, physicalAddress: 17, addressSize: 0 }],
    ['hdlc.snrm.4b', { logicalAddress: 1, physicalAddress: 17, addressSize: 4 }],
  ];
  for (const [id, properties] of cases) {
    it(`${id} for ${JSON.stringify(properties)}`, () => {
      assert.equal(opening({ ...plain, ...properties }), hexById.get(id));
    });
  }

  const addresses: readonly (readonly [string, Properties])[] = [
    ['hdlc.addr.srv.4b.0.1600', { logicalAddress: 0, physicalAddress: 1600 }],
    ['hdlc.addr.srv.4b.1.1600', { logicalAddress: 1, physicalAddress: 1600 }],
    ['hdlc.addr.srv.4b.1.6678', { logicalAddress: 1, serialNumber: 12345678 }],
    ['hdlc.addr.srv.4b.0.6678', { logicalAddress: 0, serialNumber: 12345678 }],
    ['hdlc.addr.srv.4b.4660.9029', { logicalAddress: 0x1234, physicalAddress: 0x2345 }],
    ['hdlc.addr.srv.2b.16.1', { logicalAddress: 16, physicalAddress: 1 }],
  ];
  for (const [id, properties] of addresses) {
    it(`${id} for ${JSON.stringify(properties)}`, () => {
      const address = hexById.get(id) ?? assert.fail(id);
      assert.equal(opening({ ...plain, ...properties }).slice(6, 6 + address.length), address);
    });
  }
});

describe('the first octets for a meter', () => {
  it('propose what the quirks of the meter bear', () => {
    const shorter = opening({ quirks: 'max-info=256, window=3' });
    assert.match(shorter, /0502010006020100070400000003080400000003/);
    assert.equal(opening({ quirks: 'max-info=128, window=1' }), opening({ quirks: 'plain-snrm' }));
    assert.match(opening({ quirks: 'disconnect-first' }), /^7EA00802212153/);
    assert.ok(opening({}).length > opening({}, { plainSnrm: true }).length);
  });

  it('name the wPorts of the WRAPPER: the logical device, or else the physical one', () => {
    const wrapper = { mode: 'DLMS-WRAPPER', clientAddress: 32 };
    assert.match(opening({ ...wrapper, logicalAddress: 1, physicalAddress: 16 }), /^000100200001/);
    assert.match(opening({ ...wrapper, logicalAddress: 0, physicalAddress: 1600 }), /^000100200640/);
  });

  it('ask for no longer answers over UDP than a datagram bears', () => {
    const wrapper = { mode: 'DLMS-WRAPPER' };
    assert.match(opening({ ...wrapper, transport: 'udp' }), /05B8$/);
    assert.match(opening({ ...wrapper, transport: 'tcp' }), /FFFF$/);
  });

  it('say by which names the meter is read', () => {
    const wrapper = { mode: 'DLMS-WRAPPER' };
    assert.match(opening({ ...wrapper, referencing: 'LN' }), /A1090607608574050801/);
    assert.match(opening({ ...wrapper, referencing: 'LN' }), /60857405080101/);
    assert.match(opening({ ...wrapper, referencing: 'SN' }), /60857405080102/);
  });

  it('call a meter in mode IEC by its device address, with parity where nobody else makes it', () => {
    const iec = { mode: 'IEC', transport: 'tcp' };
    assert.equal(opening(iec), hexOf(Buffer.from('/?!\r\n')));
    assert.equal(opening({ ...iec, iecDeviceAddress: '0042' }), hexOf(Buffer.from('/?0042!\r\n')));
    const even = opening(iec, { evenParity: true });
    assert.equal(even, 'AF3F218D0A');
    assert.equal(Buffer.from(withoutParity(Buffer.from(even, 'hex'))).toString(), '/?!\r\n');
  });

  it('wake a meter in mode IEC that sleeps, where the quirk says so', () => {
    const asleep = opening({ mode: 'IEC', transport: 'tcp', quirks: 'iec-wake-up' });
    assert.match(asleep, /^(00){60,}/);
  });

  it('set a serial line before a meter is called, and no other line', () => {
    const kinds = (properties: Properties) =>
      readoutMachine(settingsOf({ mode: 'IEC', ...properties }))
        .handle({ kind: 'READOUT.request' })
        .map(({ kind }) => kind);
    const serial = { host: '', transport: 'serial', serialPort: '/dev/ttyUSB0' };
    assert.ok(kinds(serial).includes('PH-LINE.request'));
    assert.ok(!kinds({}).includes('PH-LINE.request'));
  });

  it('say who calls and with which mechanism, and bring the challenge', () => {
    const settings = securedSettings({ mode: 'DLMS-WRAPPER', auth: 'HighGmac' }, KEYS);
    const sent = openingOf(settings, { challenge: Buffer.from('K56iVagY'), security: material() });
    assert.match(sent, /60857405080101A60A04084D4D4D0000BC614E/);
    assert.match(sent, /8B0760857405080205AC0A80084B35366956616759/);
  });

  it('are ciphered under the next number where messages are to be protected', () => {
    const security = material({ authenticated: true, encrypted: true });
    const settings = securedSettings({ mode: 'DLMS-WRAPPER', security: 'AuthenticationEncryption' }, KEYS);
    assert.match(
      openingOf(settings, { security }),
      /60857405080103A60A04084D4D4D0000BC614E.*21[0-9A-F]{2}30000004D2/,
    );
  });
});

function material(protection = { authenticated: false, encrypted: false }): SecurityMaterial {
  const octets = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  return {
    ...{ suite: 0, protection, systemTitle: octets('4D4D4D0000BC614E') },
    ...{ blockCipherKey: octets(EK), authenticationKey: octets(AK) },
    counter: { take: () => 1234, raise: () => undefined },
    received: new ReceivedCounters(),
  };
}
