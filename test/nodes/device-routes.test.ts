/** What the edit dialog of a meter asks of the runtime. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { NodeAPI } from 'node-red';

import registerDevice = require('../../nodes/dlms-device.js');

import { device, flow } from './support/flows.js';
import { admin, load, stopFlows, useRuntime } from './support/runtime.js';

/** Answers to the query of a form, where `more` differs from one that works. */
async function address(more: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({
    serialNumber: '35061234',
    logicalAddress: '1',
    addressSize: '0',
    ...more,
  });
  const { status, body } = await admin(`/dlms/physical-address?${query}`);
  assert.equal(status, 200);
  return body as Record<string, unknown>;
}

describe('what the editor is told', () => {
  useRuntime();
  beforeEach(() => load(flow()));

  it('the serial ports of this computer', async () => {
    const { status, body } = await admin('/dlms/serial-ports');
    assert.equal(status, 200);
    assert.ok(Array.isArray(body));
  });

  it('the address that a serial number gives, and the octets for it', async () => {
    const hdlc = { mode: 'DLMS-HDLC', client: '21' };
    assert.deepEqual(await address({}), {
      ...hdlc,
      physicalAddress: 2234,
      addressSize: 4,
      server: '00 02 22 75',
    });
    assert.deepEqual(await address({ serialNumberFormula: 'SN % 100', clientAddress: '1' }), {
      ...hdlc,
      physicalAddress: 34,
      addressSize: 2,
      server: '02 45',
      client: '03',
    });
  });

  it('the address that is put in, larger where one octet is too small for it', async () => {
    const more = { serialNumber: '', physicalAddress: '17', addressSize: '1' };
    assert.deepEqual(await address(more), {
      mode: 'DLMS-HDLC',
      physicalAddress: 17,
      addressSize: 2,
      raised: 2,
      server: '02 23',
      client: '21',
    });
  });

  it('wPorts with the WRAPPER, and what calls a meter in mode IEC', async () => {
    const wrapper = await address({ mode: 'DLMS-WRAPPER', addressSize: '' });
    assert.deepEqual([wrapper.server, wrapper.client], ['00 01', '00 10']);
    const iec = { mode: 'IEC', iecDeviceAddress: 'SN', iecReadout: 'always' };
    const { call, server } = await address(iec);
    assert.deepEqual([call, server], ['/?35061234!', undefined]);
  });

  it('why there is none', async () => {
    const reasons = [
      [{ serialNumberFormula: 'SN +* 3' }, /serialNumberFormula "SN \+\* 3" is not understood/],
      [{ serialNumberFormula: 'SN' }, /gives 35061234/],
      [{ serialNumber: 'x' }, /serialNumber "x" is not allowed/],
      [{ clientAddress: '128' }, /clientAddress "128" is not allowed/],
      [{ mode: 'IEC', iecDeviceAddress: 'a/b' }, /iecDeviceAddress "a\/b" is not allowed/],
      [{ addressSize: '2' }, /addressSize "2" cannot hold/],
      [{ serialNumberFormula: 'process.exit(1)' }, /is not understood/],
      [{ serialNumberFormula: '('.repeat(100_0) }, /is not understood/],
    ] as const;
    for (const [query, reason] of reasons) assert.match(String((await address(query)).message), reason);
  });

  it('nothing else of the query: no name of a computer, no file', async () => {
    const more = { host: '127.0.0.1', transport: 'tls', tlsCa: '/etc/hostname', quirks: 'nonsense' };
    assert.deepEqual(await address(more), await address({}));
  });

  it('of the secrets of a meter that is deployed: that they are set, and no more', async () => {
    const credentials = {
      meter1: {
        password: 'hunter2',
        blockCipherKey: '$'.concat('{KEY}'),
        dedicatedKey: 'auto',
        signingKey: '',
      },
    };
    await stopFlows();
    await load(flow(device(4059)), credentials);
    const { body } = await admin('/dlms/stored-secrets?id=meter1');
    assert.deepEqual(body, { password: 'set', blockCipherKey: 'variable', dedicatedKey: 'auto' });
    for (const id of ['', 'read1', 'nobody', '__proto__']) {
      assert.deepEqual((await admin(`/dlms/stored-secrets?id=${id}`)).body, {});
    }
  });

  it('is told only to those who may read meters', () => {
    const routes: unknown[][] = [];
    const guards: string[] = [];
    const guard = () => undefined;
    const runtime = {
      settings: {},
      log: { warn: () => undefined },
      events: new EventEmitter(),
      nodes: { registerType: () => undefined, getCredentials: () => ({}) },
      httpAdmin: {
        get: (...route: unknown[]) => routes.push(route),
        post: () => undefined,
        delete: () => undefined,
      },
      auth: {
        needsPermission: (permission: string) => {
          guards.push(permission);
          return guard;
        },
      },
    };
    registerDevice(runtime as unknown as NodeAPI);
    assert.equal(guards[0], 'dlms-device.read');
    assert.deepEqual(
      routes.slice(0, 3).map(([path, first]) => [path, first]),
      [
        ['/dlms/serial-ports', guard],
        ['/dlms/physical-address', guard],
        ['/dlms/stored-secrets', guard],
      ],
    );
  });
});
