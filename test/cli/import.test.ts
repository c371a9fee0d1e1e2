import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dlms, inProcess } from './dlms.js';

const VARIABLE = `$\{HOST}`;
const FILE = {
  devices: [
    {
      device_alias: 'cellar',
      ip: '10.0.0.5',
      auth: 'Low',
      password: 'geheim77',
      block_cipher_key: '00'.repeat(16),
    },
    { device_alias: 'roof', protocol: 'DLMS serial', device: 'PORT1', auth: 'Low' },
    { device_alias: 'yard', ip: VARIABLE },
  ],
  signals: [{ device_alias: 'cellar', job_todo: '1-0:1.8.0' }],
};

describe('dlms import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-import-'));
  const path = join(folder, 'plant 1.json');
  const flowPath = join(folder, 'flow.json');
  before(() => writeFileSync(path, JSON.stringify(FILE)));
  after(() => rmSync(folder, { recursive: true }));

  it('prints a flow without secrets, and says which devices need some', async () => {
    const run = await dlms(['import', path]);
    assert.equal(run.status, 0, run.stderr);
    assert.doesNotMatch(run.stdout + run.stderr, /geheim77|0000000/);
    const nodes = JSON.parse(run.stdout) as Record<string, unknown>[];
    assert.deepEqual(
      nodes.map(({ type, label, alias }) => [type, label ?? alias]),
      [
        ['tab', 'plant 1'],
        ['dlms-device', 'cellar'],
        ['dlms-device', 'roof'],
        ['dlms-device', 'yard'],
        ['dlms-read', undefined],
      ],
    );
    assert.equal(nodes[3]?.host, VARIABLE);
    assert.deepEqual(run.stderr.trimEnd().split('\n'), [
      'dlms: device cellar: enter in its node: password, block_cipher_key',
      'dlms: device roof: enter in its node: password',
      'dlms: device roof: choose the port in its node, for PORT1 is none of this computer',
    ]);
  });

  it('calls the tab as asked, and gives the same ids each time', async () => {
    const [one, two, other] = await Promise.all([
      inProcess(['import', path]),
      inProcess(['import', path]),
      inProcess(['import', path, '--label', 'Plant']),
    ]);
    assert.equal(one.results, two.results);
    assert.match(other.results, /"label": "Plant"/);
  });

  it('writes the secrets into a file of their own, for its owner alone, and never over another', async () => {
    const secrets = join(folder, 'secrets.json');
    const run = await inProcess(['import', path, '--credentials-out', secrets]);
    assert.equal(run.status, 0);
    assert.equal(statSync(secrets).mode & 0o777, 0o600);
    const nodes = JSON.parse(run.results) as { id: string; alias?: string }[];
    const { id } = nodes.find(({ alias }) => alias === 'cellar') ?? { id: '' };
    const written = { [id]: { password: 'geheim77', blockCipherKey: '00'.repeat(16) } };
    assert.deepEqual(JSON.parse(readFileSync(secrets, 'utf8')), written);
    const again = await inProcess(['import', path, '--credentials-out', secrets]);
    assert.equal(again.status, 2);
    assert.match(again.notes.join('\n'), /secrets\.json is there already \(DLMS_USAGE\)/);
  });

  it('takes a flow with its credentials, and makes the same of it', async () => {
    const secrets = join(folder, 'cred.json');
    const first = await inProcess(['import', path, '--credentials-out', secrets]);
    writeFileSync(flowPath, first.results);
    const options = [
      '--credentials',
      secrets,
      '--label',
      'plant 1',
      '--credentials-out',
      join(folder, 'cred2.json'),
    ];
    const second = await inProcess(['import', flowPath, ...options]);
    assert.equal(second.results, first.results);
    assert.equal(readFileSync(join(folder, 'cred2.json'), 'utf8'), readFileSync(secrets, 'utf8'));
  });

  it('finds the credentials that Node-RED keeps beside its flow', async () => {
    const flows = join(folder, 'flows.json');
    const [beside, out] = [join(folder, 'flows_cred.json'), join(folder, 'out.json')];
    writeFileSync(flows, (await inProcess(['import', path, '--credentials-out', beside])).results);
    const { notes } = await inProcess(['import', flows, '--credentials-out', out]);
    assert.deepEqual(notes, [
      'dlms: device roof: choose the port in its node, for PORT1 is none of this computer',
    ]);
    assert.equal(readFileSync(out, 'utf8'), readFileSync(beside, 'utf8'));
    writeFileSync(beside, JSON.stringify({ $: '00'.repeat(40) }));
    const locked = await inProcess(['import', flows]);
    assert.equal(locked.status, 0);
    assert.match(
      locked.notes[0] ?? '',
      /^dlms: warning: .*flows_cred\.json: is encrypted: the credentialSecret of Node-RED is needed; no secrets of the flow are known$/,
    );
    assert.deepEqual((await inProcess(['export', flows])).notes, []);
  });

  it('lists every problem of a file, one a line, under one line with the reason', async () => {
    const broken = join(folder, 'devices.csv');
    writeFileSync(broken, 'device_alias,ip,boudrate,port\na,10.0.0.1,9600,70000\n');
    const run = await dlms(['import', broken]);
    assert.equal(run.status, 2);
    assert.equal(run.stdout, '');
    assert.deepEqual(run.stderr.trimEnd().split('\n'), [
      'dlms: devices.csv: 2 problems (DLMS_CONFIG_FILE). docs/files.md shows configuration files with all their names.',
      '  devices.csv row 1, column C: "boudrate" is not a setting of a device; did you mean baudrate?',
      '  devices.csv row 2, column D: port "70000" is not allowed: 1…65535',
    ]);
  });

  it('says in one line that there is nothing to import', async () => {
    const empty = join(folder, 'empty.json');
    writeFileSync(empty, '[]');
    for (const [args, reason] of [
      [['import', empty], /^dlms: .*empty\.json holds no device \(DLMS_USAGE\)$/],
      [['import', join(folder, 'nowhere')], /nowhere cannot be read: ENOENT \(DLMS_CONFIG_FILE\)/],
      [['import'], /missing required argument 'file'/],
    ] as const) {
      const { status, notes } = await inProcess(args);
      assert.equal(status, 2);
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? '', reason);
    }
  });
});
