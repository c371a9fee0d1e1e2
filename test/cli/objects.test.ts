import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { dlms, linesOf } from './dlms.js';
import { scriptedMeter } from './scripted-meter.js';

const METER = ['--ip', '127.0.0.1', '--type', 'LN', '--slave-address', '16', '--poll-delay-ms', '0'];
const WRAPPER = ['--mode', 'DLMS-WRAPPER'];

describe('dlms objects', () => {
  let host: SimulatorHost;

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
  });
  after(() => host.close());

  it('the same list over HDLC and WRAPPER, each object with class, version, code, name and access', async () => {
    const hdlc = await dlms(['objects', ...METER, '--port', String(host.hdlcPort)]);
    const wrapper = await dlms(['objects', ...METER, ...WRAPPER, '--port', String(host.wrapperPort)]);
    assert.deepEqual([hdlc.status, hdlc.stderr], [0, '']);
    assert.equal(wrapper.stdout, hdlc.stdout);
    const objects = linesOf(hdlc.stdout);
    assert.ok(objects.length > 40);
    assert.deepEqual(
      objects.find(({ obis }) => obis === '1.0.1.8.0.255'),
      {
        device: 'meter',
        classId: 3,
        class: 'Register',
        version: 0,
        obis: '1.0.1.8.0.255',
        name: 'active energy import, total',
        attributes: [
          { attribute: 1, name: 'logical_name', access: 'read_only' },
          { attribute: 2, name: 'value', access: 'read_only' },
          { attribute: 3, name: 'scaler_unit', access: 'read_only' },
        ],
        methods: [{ method: 1, access: 'no_access' }],
      },
    );
  });

  it('as a table, one row an object', async () => {
    const { status, stdout } = await dlms(['objects', ...METER, '--port', String(host.hdlcPort), '--table']);
    assert.equal(status, 0);
    const rows = stdout.trimEnd().split('\n');
    assert.match(rows[0] ?? '', /^Class +Class name +Version +OBIS +Attributes +Methods +Name$/);
    assert.ok(
      rows.some((row) => /^ +3 +Register +0 +1\.0\.1\.8\.0\.255 +1r 2r 3r +active energy import/.test(row)),
    );
  });

  it('a meter that refuses its list', async () => {
    const meter = await scriptedMeter({ '0.0.40.0.0.255:2': '0103' });
    const { status, stdout, stderr } = await dlms([
      'objects',
      ...METER,
      ...WRAPPER,
      '--port',
      `${meter.port}`,
    ]);
    await meter.close();
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^dlms: [^\n]*read-write-denied[^\n]*\n$/);
  });

  it('access rights of version 3 are bits', async () => {
    const list =
      '0001010204' +
      '12000F' +
      '1103' +
      '090600002800' +
      '00FF' +
      '0202' +
      '0101' +
      '02030F021643' +
      '00' +
      '0100';
    const meter = await scriptedMeter({ '0.0.40.0.0.255:2': list });
    const { status, stdout, stderr } = await dlms([
      'objects',
      ...METER,
      ...WRAPPER,
      '--port',
      `${meter.port}`,
    ]);
    await meter.close();
    assert.equal(status, 0, stderr);
    const [association] = linesOf(stdout);
    assert.deepEqual(association?.attributes, [
      { attribute: 2, name: 'object_list', access: 'read_access+write_access+encrypted_response' },
    ]);
  });
});
