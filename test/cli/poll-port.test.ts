import assert from 'node:assert/strict';
import { isOnPort, portName } from '../../src/cli/poll-port.js';

describe('the one port of dlms poll', () => {
  const cases: readonly (readonly [properties: object, wanted: string, isOn: boolean])[] = [
    [{ host: '10.0.0.1', port: 4061 }, '4061', true],
    [{ host: '10.0.0.1', port: '4061' }, '10.0.0.1:4061', true],
    [{ host: '10.0.0.1' }, '4059', true],
    [{ host: 'Gateway', port: 4061 }, 'gateway', true],
    [{ host: 'Gateway', port: 4061 }, 'gateway:4062', false],
    [{ host: '::1', port: 4061 }, '[::1]:4061', true],
    [{ host: '10.0.0.1', serialPort: '/dev/ttyS1' }, '/dev/ttyS1', false],
    [{ serialPort: '/dev/ttyS1' }, '/dev/ttyS1', true],
    [{ serialPort: 'PORT2' }, 'PORT2', true],
    [{ serialPort: 'PORT2' }, '4059', false],
    [{}, '4059', false],
  ];
  for (const [properties, wanted, isOn] of cases) {
    it(`${wanted} is ${isOn ? '' : 'not '}that of ${JSON.stringify(properties)}`, () => {
      assert.equal(isOnPort({ ...properties }, wanted), isOn);
    });
  }

  it('is named as it is asked for', () => {
    for (const properties of [{ host: '::1', port: 5 }, { host: 'Gateway' }, { serialPort: '/dev/ttyS1' }]) {
      assert.equal(isOnPort(properties, portName(properties)), true);
    }
  });
});
