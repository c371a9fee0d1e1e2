/** "Browse" through the runtime: the object list, values of it, and what is kept for later. */
import assert from 'node:assert/strict';
import type { ObjectListView } from '../../src/diagnosis/object-list-view.js';
import type { ReadingView } from '../../src/diagnosis/reading-view.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import { adminPost, Inbox, load, useRuntime } from './support/runtime.js';
import {
  errorIn,
  formFor,
  oneConnectionGateway,
  runTool,
  type TestForm,
  type Told,
} from './support/tools.js';

const listIn = (told: readonly Told[]) => told.at(-1)?.list as ObjectListView | undefined;
const valuesIn = (told: readonly Told[]) =>
  told.flatMap(({ kind, values }) => (kind === 'values' ? (values as ReadingView[]) : []));
const ask = async (path: string, question: object) =>
  (await adminPost(`/dlms/tools/${path}`, { id: 'meter1', ...question })).body as Record<string, unknown>;

describe('the objects of a meter', () => {
  useRuntime();
  let meter: SimulatorHost;
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
  });
  after(() => meter.close());
  const form = (more: Readonly<Record<string, string>> = {}): TestForm => ({
    settings: formFor(meter.hdlcPort ?? 0, more),
  });

  it('are listed with names, groups and access rights', async () => {
    await load(flow());
    const told = await runTool('objects', form());
    assert.ok(told.some(({ kind, octets }) => kind === 'progress' && Number(octets) > 100));
    const list = listIn(told);
    assert.equal(list?.name, 'MFL0000012345678');
    assert.ok(Math.abs((list?.readAt ?? 0) - Date.now()) < 10_000);
    assert.deepEqual(list?.groups.slice(0, 3), ['energy', 'power', 'demand']);
    const energy = list?.objects.find(({ obis }) => obis === '1.0.1.8.0.255');
    assert.deepEqual([energy?.classId, energy?.group], [3, 'energy']);
    assert.match(energy?.name ?? '', /^active energy import/);
    assert.deepEqual(
      energy?.attributes?.map(([id, access]) => [id, list?.accesses[access]]),
      [1, 2, 3].map((id) => [id, 'read_only']),
    );
    assert.deepEqual(list?.classes[3], {
      name: 'Register',
      attributes: ['logical_name', 'value', 'scaler_unit'],
      value: 2,
    });
  });

  it('by short names have base names, and rights that nobody knows', async () => {
    await load(flow());
    const list = listIn(await runTool('objects', form({ referencing: 'SN' })));
    const energy = list?.objects.find(({ obis }) => obis === '1.0.1.8.0.255');
    assert.equal(typeof energy?.baseName, 'number');
    assert.equal(energy?.attributes, undefined);
  });

  it('give their values: with their units, as times, as texts, or the reason that there is none', async () => {
    await load(flow());
    await runTool('objects', form());
    const tags = [
      '1.0.1.8.0.255:2',
      '0.0.1.0.0.255:2',
      '0.0.42.0.0.255:2',
      '1.0.1.8.0.255:3',
      '1.0.9.9.9.255:2',
    ];
    const told = await runTool('values', { ...form(), tags });
    const [energy, clock, name, scaler, missing] = valuesIn(told);
    assert.deepEqual([energy?.unit, energy?.quality], ['Wh', 'good']);
    assert.match(energy?.text ?? '', /^\d+$/);
    assert.match(clock?.text ?? '', /^\d{4}-\d\d-\d\dT/);
    assert.equal(name?.text, 'MFL0000012345678');
    assert.equal(scaler?.text, '10^0 Wh');
    assert.deepEqual([missing?.text, missing?.quality], [undefined, 'object-undefined']);
    assert.equal(told.at(-1)?.kind, 'read');
  });

  it('are known later without the meter, with the units that it has told', async () => {
    const other = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
    const settings = formFor(other.hdlcPort ?? 0);
    await load(flow());
    assert.deepEqual(await ask('known-objects', { settings }), {});
    await runTool('objects', { settings });
    await runTool('values', { settings, tags: ['1.0.1.8.0.255:2'] });
    await other.close();
    // What else is wrong or missing in the form does not matter.
    const later = { ...settings, auth: 'High', timeoutMs: 'x', alias: 'a b' };
    const { list } = (await ask('known-objects', { settings: later })) as { list: ObjectListView };
    const unitOf = (obis: string) => list.objects.find((object) => object.obis === obis)?.unit;
    assert.deepEqual([unitOf('1.0.1.8.0.255'), unitOf('1.0.32.7.0.255')], ['Wh', undefined]);
    assert.deepEqual(await ask('known-objects', { settings: { ...settings, clientAddress: '17' } }), {});
    const german = (await ask('known-objects', { settings, language: 'de' })) as { list: ObjectListView };
    const energy = german.list.objects.find(({ obis }) => obis === '1.0.1.8.0.255');
    assert.deepEqual([energy?.name, energy?.unit], ['Wirkenergie Bezug, gesamt', 'Wh']);

    const exported = await ask('export-objects', { settings });
    assert.equal(exported.format, 'dlms-object-list');
    const elsewhere = { ...settings, host: 'another-meter' };
    const imported = await ask('import-objects', { settings: elsewhere, file: JSON.stringify(exported) });
    assert.deepEqual(imported.list, list);
    assert.deepEqual((await ask('known-objects', { settings: elsewhere })).list, list);
  });

  it('are not imported from anything else', async () => {
    await load(flow());
    for (const file of [
      '',
      '{}',
      '[]',
      '{"format":"dlms-object-list","version":2,"objects":[]}',
      undefined,
    ]) {
      const { code, message } = await ask('import-objects', { ...form(), file });
      assert.equal(code, 'DLMS_OBJECT_LIST');
      assert.match(String(message), /^this is no object list: /);
    }
  });

  it('of a meter that a flow reads come through the connection of the flow', async () => {
    const gateway = await oneConnectionGateway(meter.hdlcPort ?? 0);
    const node = device(gateway.port, { timeoutMs: '1000' });
    await load(flow(node, read({ trigger: 'scan', scanRateMs: '50' })));
    const [out, errors] = [new Inbox('out'), new Inbox('errors')];
    await out.atLeast(2);
    const { id: _id, type: _type, ...settings } = node as unknown as Record<string, string>;
    const list = listIn(await runTool('objects', { settings }));
    assert.ok((list?.objects.length ?? 0) > 40);
    const before = out.messages.length;
    await out.atLeast(before + 3);
    assert.deepEqual([gateway.refused, errors.messages], [0, []]);
    const changed = { ...settings, timeoutMs: '999' };
    assert.equal(valuesIn(await runTool('values', { settings: changed, tags: ['1.8.0'] })).length, 1);
    await out.atLeast(out.messages.length + 3);
    assert.deepEqual([gateway.refused, errors.messages], [0, []]);
    await gateway.close();
  });

  it('that are asked for as no list of attributes are refused', async () => {
    await load(flow());
    for (const tags of [undefined, 'x', ['nonsense'], Array(2001).fill('1.8.0')]) {
      const { status } = await adminPost('/dlms/tools/values', { id: 'meter1', ...form(), tags });
      assert.equal(status, 400);
    }
  });

  it('of a meter that cannot be reached are told as such', async () => {
    await load(flow());
    const told = await runTool('objects', { settings: formFor(1) });
    assert.equal(errorIn(told).code, 'DLMS_CONNECTION_REFUSED');
  });
});
