/** The addresses that people are shown, against the octets of others. */
import assert from 'node:assert/strict';
import { toHex } from '../../src/encoding/hex.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { wireAddress } from '../../src/meter/wire-address.js';
import { describeShared, vectors } from '../support/shared.js';

type Input = Readonly<Record<string, unknown>>;

function onTheWire(input: Input): Readonly<Record<string, string>> {
  const { settings } = resolveSettings({ host: 'meter', referencing: 'LN', ...input });
  const octets = Object.entries(wireAddress(settings));
  return Object.fromEntries(octets.map(([name, value]) => [name, toHex(value, ' ')]));
}

describe('the addresses of a meter on the wire', () => {
  const hdlc = { logicalAddress: 1, physicalAddress: 17 };

  it('with HDLC: server and client', () => {
    assert.deepEqual(onTheWire({ ...hdlc, addressSize: 2 }), { server: '02 23', client: '21' });
    assert.deepEqual(onTheWire({ ...hdlc, addressSize: 4, clientAddress: 100 }), {
      server: '00 02 00 23',
      client: 'C9',
    });
    assert.deepEqual(onTheWire({ logicalAddress: 1, physicalAddress: 0 }), { server: '03', client: '21' });
  });

  it('with the WRAPPER: two wPorts, whatever the size of HDLC addresses', () => {
    const wrapper = { mode: 'DLMS-WRAPPER', clientAddress: 32 };
    assert.deepEqual(onTheWire({ ...wrapper, ...hdlc }), { server: '00 01', client: '00 20' });
    assert.deepEqual(onTheWire({ ...wrapper, logicalAddress: 0, physicalAddress: 1600 }), {
      server: '06 40',
      client: '00 20',
    });
  });

  it('in mode IEC: the call, and the addresses of HDLC unless the meter is only read out', () => {
    const any = '2F 3F 21 0D 0A';
    assert.deepEqual(onTheWire({ mode: 'IEC', ...hdlc, addressSize: 0 }), {
      call: any,
      server: '02 23',
      client: '21',
    });
    assert.deepEqual(onTheWire({ mode: 'IEC', ...hdlc, iecReadout: 'always' }), { call: any });
  });
});

describeShared('the addresses of a meter on the wire, by the reference', (root) => {
  const hexOf = (id: string) =>
    vectors(root)
      .find((vector) => vector.id === id)
      ?.hex.replaceAll(' ', '');

  const servers: readonly (readonly [string, Input])[] = [
    ['srv.1b.1', { logicalAddress: 1, physicalAddress: 0, addressSize: 1 }],
    ['srv.2b.16.1', { logicalAddress: 16, physicalAddress: 1, addressSize: 2 }],
    ['srv.4b.0.1600', { logicalAddress: 0, physicalAddress: 1600 }],
    ['srv.4b.1.6678', { logicalAddress: 1, serialNumber: '12345678' }],
    ['srv.4b.4660.9029', { logicalAddress: 0x1234, physicalAddress: 0x2345, addressSize: 4 }],
  ];
  for (const [id, input] of servers) {
    it(`of a server, ${id}`, () => {
      assert.equal(onTheWire(input).server?.replaceAll(' ', ''), hexOf(`hdlc.addr.${id}`));
    });
  }

  it('of a meter that is called by its number', () => {
    const call = onTheWire({ mode: 'IEC', serialNumber: '12345678', iecDeviceAddress: 'SN' }).call;
    assert.equal(call?.replaceAll(' ', ''), hexOf('iec.req.addr'));
  });
});
