import assert from 'node:assert/strict';
import {
  DEVICE_ENTRY_NAMES,
  DEVICE_FILE_NAMES,
  fileNameOf,
  findFileName,
  fromFileNames,
  SIGNAL_FILE_NAMES,
  usualNames,
} from '../../src/config/file-names.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

describe('names in files', () => {
  it('of a device become the properties of its node, secrets apart', () => {
    const { properties, secrets } = fromFileNames({
      ...{
        device_alias: 'cellar',
        protocol: 'DLMS TCP',
        slave_address: 17,
        id: 1,
        ip: '10.0.0.1',
        port: '4059',
      },
      ...{ type: 'LN', mode: 'DLMS-RAPPER', auth: 'Low', password: '123', master_address: 32, color: 'red' },
      ...{ baudrate: '', timeout_ms: null },
    });
    assert.deepEqual(properties, {
      ...{ alias: 'cellar', transport: 'DLMS TCP', physicalAddress: 17, logicalAddress: 1, host: '10.0.0.1' },
      ...{ port: '4059', referencing: 'LN', mode: 'DLMS-RAPPER', auth: 'Low', clientAddress: 32 },
    });
    assert.deepEqual(secrets, { password: '123' });
    const { settings } = resolveSettings(properties, secrets);
    assert.deepEqual([settings.mode, settings.transport, settings.port], ['DLMS-WRAPPER', 'tcp', 4059]);
  });

  it('may be written as on the command line, in capitals, and with other spaces', () => {
    const { properties } = fromFileNames({
      'Slave-Address': 1,
      POLL_DELAY_MS: 5,
      ' Baud Rate': 300,
      stop_bits: 2,
    });
    assert.deepEqual(properties, { physicalAddress: 1, pollDelayMs: 5, baudRate: 300, stopBits: 2 });
  });

  it('are found, or not', () => {
    assert.equal(findFileName('Tag-Job Todo', SIGNAL_FILE_NAMES)?.property, 'todo');
    assert.equal(findFileName('tag_job', SIGNAL_FILE_NAMES)?.property, 'job');
    assert.equal(findFileName('baud', DEVICE_FILE_NAMES), undefined);
    assert.equal(fileNameOf('job', SIGNAL_FILE_NAMES), 'job_todo');
    const properties = usualNames(SIGNAL_FILE_NAMES).map(({ property }) => property);
    assert.equal(new Set(properties).size, properties.length);
  });

  it('stay different when case, spaces and dashes do not count', () => {
    for (const names of [DEVICE_ENTRY_NAMES, SIGNAL_FILE_NAMES]) {
      for (const name of names) assert.equal(findFileName(name.file, names), name);
    }
  });

  it('know the other name of the physical address', () => {
    assert.deepEqual(fromFileNames({ server_address: 5 }).properties, { physicalAddress: 5 });
    assert.equal(fileNameOf('physicalAddress'), 'slave_address');
    assert.deepEqual(fromFileNames({ ca: 'own.pem' }).properties, { tlsCa: 'own.pem' });
    assert.deepEqual(fromFileNames({ 'tls-ca': 'own.pem' }).properties, { tlsCa: 'own.pem' });
  });

  it('of a signal become a row of the node', () => {
    const row = { signal_name: 'Energy', signal_alias: 'e', SN: 5, job_todo: '1.0.1.8.0.255', log: 1 };
    assert.deepEqual(fromFileNames(row, SIGNAL_FILE_NAMES).properties, {
      ...{ name: 'Energy', alias: 'e', sn: 5, job: '1.0.1.8.0.255', log: 1 },
    });
  });

  it('are the properties themselves where files have none', () => {
    assert.equal(fileNameOf('nothingOfThisName'), 'nothingOfThisName');
  });

  it('stand for one property each, and hide every key and password', () => {
    const names = DEVICE_FILE_NAMES.map(({ file }) => file);
    assert.equal(new Set(names).size, names.length);
    const secret = DEVICE_FILE_NAMES.filter((name) => name.secret).map(({ property }) => property);
    assert.deepEqual(secret.sort(), [
      ...['authenticationKey', 'blockCipherKey', 'dedicatedKey', 'password', 'serverPublicKey', 'signingKey'],
      'tlsKey',
    ]);
  });
});
