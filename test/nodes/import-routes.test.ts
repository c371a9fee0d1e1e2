/** A configuration file put into the editor. */
import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import { captureRoutes } from '../../nodes/capture-routes.js';
import { importRoutes } from '../../nodes/import-routes.js';
import { placedText } from '../../nodes/placed-text.js';
import type { SharedPool } from '../../nodes/shared-pool.js';
import { sink } from './support/flows.js';
import {
  adminPost,
  adminUpload,
  type FlowNode,
  load,
  nodeOf,
  stopFlows,
  useRuntime,
} from './support/runtime.js';

const SECRET = 'Gold-im-Keller';
const DEVICE = { device_alias: 'cellar', ip: '127.0.0.1', type: 'LN', auth: 'Low', password: SECRET };
const SIGNAL = { device_alias: 'cellar', signal_alias: 'energy', job_todo: '1-0:1.8.0', log: 1 };

interface Answer {
  readonly nodes: readonly FlowNode[];
  readonly devices: readonly {
    readonly id: string;
    readonly alias: string;
    readonly secrets: readonly string[];
    readonly values?: Readonly<Record<string, string>>;
  }[];
  readonly signals: readonly { readonly device: string; readonly row: Record<string, unknown> }[];
  readonly warnings: readonly Problem[];
  readonly problems: readonly Problem[];
  readonly count: number;
  readonly code: string;
  readonly hint: string;
}
interface Problem {
  readonly text: string;
  readonly sheet?: string;
  readonly row?: number;
  readonly column?: string;
  readonly line?: number;
}

const table = (rows: readonly Record<string, unknown>[]): string[][] => {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
};
const csv = (rows: readonly Record<string, unknown>[]) =>
  table(rows)
    .map((cells) => cells.join(';'))
    .join('\r\n');

async function workbook(
  devices: readonly Record<string, unknown>[],
  signals: readonly Record<string, unknown>[],
) {
  const cells = (rows: readonly Record<string, unknown>[]) =>
    table(rows).map((row) => row.map((value) => ({ value, type: String })));
  const sheets = [
    { sheet: 'Devices', data: cells(devices) },
    { sheet: 'Signals', data: cells(signals) },
  ];
  const { default: write } = await import('write-excel-file/node');
  return write(sheets).toBuffer();
}

describe('a file for the editor', () => {
  useRuntime();
  beforeEach(() => load([]));

  async function upload(name: string, content: string | Uint8Array, status = 200): Promise<Answer> {
    const answer = await adminUpload(`/dlms/import?name=${encodeURIComponent(name)}`, Buffer.from(content));
    assert.doesNotMatch(JSON.stringify(answer.body), /Gold/);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    return answer.body as Answer;
  }

  it('is a flow, in whatever format, with the names of the secrets that are to be put in', async () => {
    const json = JSON.stringify({ devices: [DEVICE], signals: [SIGNAL] });
    const [first, second] = [
      await upload('plant.json', json),
      await upload('C:\\x\\plant.xlsx', await workbook([DEVICE], [SIGNAL])),
    ];
    assert.deepEqual(first, second);
    assert.deepEqual(
      first.nodes.map(({ type }) => type),
      ['tab', 'dlms-device', 'dlms-read'],
    );
    assert.equal(first.nodes[0]?.label, 'plant');
    const [device] = first.devices;
    assert.deepEqual(
      [device?.alias, device?.secrets, device?.id],
      ['cellar', ['password'], first.nodes[1]?.id],
    );
    assert.deepEqual(first.signals[0]?.row, { alias: 'energy', job: '1-0:1.8.0', log: 1 });
    await stopFlows();
    await load([...first.nodes, sink('out')], { [device?.id ?? '']: { password: SECRET } });
    for (const { id, type } of first.nodes.slice(1)) assert.equal(nodeOf(id).type, type);
  });

  it('fills the form with its own secrets only where it is asked for them', async () => {
    const octets = Buffer.from(
      JSON.stringify({ devices: [DEVICE, { ...DEVICE, device_alias: 'attic', password: '' }] }),
    );
    const { status, body } = await adminUpload('/dlms/import?name=plant.json&secrets=1', octets);
    assert.equal(status, 200);
    const { devices, nodes } = body as Answer;
    assert.deepEqual(
      devices.map(({ secrets, values }) => [secrets, values]),
      [
        [['password'], { password: SECRET }],
        [['password'], {}],
      ],
    );
    assert.doesNotMatch(JSON.stringify(nodes), /Gold/);
  });

  it('may be the two of a CSV pair, and JSON as such', async () => {
    const files = [
      { name: 'plant-devices.csv', base64: Buffer.from(csv([DEVICE])).toString('base64') },
      { name: 'plant-signals.csv', base64: Buffer.from(csv([SIGNAL])).toString('base64') },
    ];
    for (const pair of [files, [...files].reverse()]) {
      const { status, body } = await adminPost('/dlms/import', { files: pair });
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal((body as Answer).nodes.length, 3);
    }
    const { body } = await adminPost('/dlms/import?name=plant', { devices: [DEVICE], signals: [SIGNAL] });
    assert.equal((body as Answer).nodes.length, 3);
  });

  it('may be a flow with the file of its secrets, where that is not encrypted', async () => {
    const flow = [
      { id: 'm1', type: 'dlms-device', alias: 'cellar', host: '127.0.0.1', referencing: 'LN', auth: 'Low' },
    ];
    const file = (name: string, content: unknown) => ({
      name,
      base64: Buffer.from(JSON.stringify(content)).toString('base64'),
    });
    const plain = [file('flows_cred.json', { m1: { password: SECRET } }), file('flows.json', flow)];
    const { status, body } = await adminPost('/dlms/import?secrets=1', { files: plain });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual((body as Answer).devices[0]?.values, { password: SECRET });
    const encrypted = [file('flows.json', flow), file('flows_cred.json', { $: 'c0ffee' })];
    const refused = await adminPost('/dlms/import', { files: encrypted });
    assert.equal(refused.status, 400);
    assert.match((refused.body as Answer).problems[0]?.text ?? '', /^is encrypted: dlms import/);
  });

  it('says how many problems there are where they are too many to list', async () => {
    const devices = Array.from({ length: 120 }, (_, at) => ({ ...DEVICE, device_alias: `m${at}`, port: 0 }));
    const { problems, count } = await upload('plant.json', JSON.stringify({ devices }), 400);
    assert.deepEqual([problems.length, count], [101, 120]);
  });

  it('may hold signals alone, for the table of a read node', async () => {
    const { devices, signals, nodes } = await upload(
      'signals.csv',
      csv([SIGNAL, { ...SIGNAL, signal_alias: 'e2' }]),
    );
    assert.deepEqual([devices.length, signals.length, nodes.length], [0, 2, 1]);
  });

  it('has all its problems listed, each with its sheet, row and column', async () => {
    const devices = [
      { ...DEVICE, port: '70000' },
      { ...DEVICE, device_alias: 'attic', port: '1', auth: 'Lo' },
    ];
    const { problems, code, hint } = await upload(
      'plant.xlsx',
      await workbook(devices, [{ ...SIGNAL, job_todo: 'x' }]),
      400,
    );
    assert.equal(code, 'DLMS_CONFIG_FILE');
    assert.ok(hint);
    assert.deepEqual(
      problems.map(({ sheet, row, column }) => [sheet, row, column]),
      [
        ['Devices', 2, 'F'],
        ['Devices', 3, 'D'],
        ['Signals', 2, 'C'],
      ],
    );
    assert.match(problems[0]?.text ?? '', /port "70000" is not allowed: 1…65535/);
  });

  it('has problems in JSON listed with their line', async () => {
    const text = JSON.stringify({ devices: [{ ...DEVICE, port: 0 }] }, null, 1);
    const { problems } = await upload('plant.json', text, 400);
    assert.equal(problems[0]?.line, text.split('\n').findIndex((line) => line.includes('"port"')) + 1);
    assert.deepEqual((await upload('plant.json', '{\n "devices": [\n}', 400)).problems[0]?.line, 3);
  });

  const wrong: readonly (readonly [string, string | Uint8Array])[] = [
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex')],
    ['a page', '<html></html>'],
    ['blanks', ' \n '],
    ['half a workbook', Buffer.from('504b0304140000000800', 'hex')],
    ['a flow without meters', '[{"id":"a","type":"inject"}]'],
  ];
  for (const [what, content] of wrong) {
    it(`is told as what it is, or has nothing in it: ${what}`, async () => {
      const path = '/dlms/import?name=file.bin';
      const { status, body } = await adminUpload(path, Buffer.from(content));
      const { code, problems, devices } = body as Answer;
      if (status === 200) assert.deepEqual(devices, []);
      else assert.deepEqual([status, code, problems.length], [400, 'DLMS_CONFIG_FILE', 1]);
    });
  }

  it('is refused where nothing comes, or far too much', async () => {
    assert.equal((await adminUpload('/dlms/import', Buffer.alloc(0))).status, 400);
    const { status, body } = await adminUpload('/dlms/import', Buffer.alloc(11 * 1024 * 1024, '{'));
    assert.deepEqual([status, body], [413, { code: 'too-large' }]);
    const many = Array.from({ length: 9 }, () => ({ name: 'a', base64: '' }));
    assert.equal((await adminPost('/dlms/import', { files: many })).status, 413);
  });
});

describe('what changes flows or asks meters', () => {
  it('is only for those who may', () => {
    const guarded: string[] = [];
    const guardOf = (permission: string) => () => permission;
    const route = (path: string, guard: () => string) => guarded.push(`${path} ${guard()}`);
    const runtime = {
      httpAdmin: { get: route, post: route },
      auth: { needsPermission: guardOf },
      nodes: { getNode: () => null },
    };
    importRoutes(runtime as unknown as NodeAPI);
    captureRoutes(runtime as unknown as NodeAPI, {} as SharedPool);
    assert.deepEqual(guarded, [
      '/dlms/import flows.write',
      '/dlms/capture/:id/start dlms-device.write',
      '/dlms/capture/:id/stop dlms-device.write',
      '/dlms/capture/:id/state dlms-device.write',
      '/dlms/capture/:id dlms-device.write',
    ]);
  });
});

describe('the place of a problem', () => {
  const places: readonly (readonly [string, object])[] = [
    ['Devices row 5, column AC: port "0"', { sheet: 'Devices', row: 5, column: 'AC' }],
    ['Signals 2nd floor row 1: is empty', { sheet: 'Signals 2nd floor', row: 1, column: undefined }],
    ['plant-devices.csv column D: has no name', { sheet: 'plant-devices.csv', row: undefined, column: 'D' }],
    ['devices[0], line 14: ip is not set', { line: 14 }],
    ['node a1 "Cellar: low row 3", line 14: x', { line: 14 }],
    ['is not JSON: line 3, column 1', { line: 3 }],
    ['line 9: a quote is not closed', { line: 9 }],
    ['is empty', {}],
  ];
  for (const [text, place] of places) {
    it(`is read out of "${text}"`, () => assert.deepEqual(placedText(text), { text, ...place }));
  }
});
