import assert from 'node:assert/strict';
import { adviceFor } from '../../src/diagnosis/advice.js';
import { climb } from '../../src/diagnosis/ladder.js';
import type { Step } from '../../src/diagnosis/step.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { settingsOf } from '../meter/settings.js';
import { SimulatedMeters } from '../pool/simulated-meters.js';
import { AsyncClock } from '../support/async-clock.js';

type Properties = Readonly<Record<string, string | number>>;
type Secrets = Parameters<typeof resolveSettings>[1];

const USUAL = { host: '127.0.0.1', referencing: 'LN', logicalAddress: 1, physicalAddress: 16 } as const;

async function climbed(
  options: HostOptions,
  properties: (host: SimulatorHost) => Properties,
  secrets?: Secrets,
) {
  const host = await startSimulator({ host: '127.0.0.1', ...options });
  try {
    const given = { ...USUAL, timeoutMs: 300, pollDelayMs: 0, ...properties(host) };
    const { settings } = resolveSettings(given, secrets);
    const told: string[] = [];
    const report = await climb(settings, {
      open: openTransport(settings),
      onStep: ({ name, state }) => told.push(`${name} ${state}`),
    });
    return { ...report, told };
  } finally {
    await host.close();
  }
}

const states = (steps: readonly Step[]) => steps.map(({ name, state }) => `${name} ${state}`);
const step = (steps: readonly Step[], name: Step['name']) => steps.find((each) => each.name === name);

describe('the ladder of connection steps', () => {
  it('a meter over HDLC that answers: every step holds, with what was agreed', async () => {
    const { steps, holds, told } = await climbed({ hdlcPort: 0 }, ({ hdlcPort = 0 }) => ({ port: hdlcPort }));
    assert.equal(holds, true);
    assert.deepEqual(states(steps), [
      'line done',
      'link done',
      'association done',
      'logical-device-name done',
      'clock done',
    ]);
    assert.equal(step(steps, 'link')?.facts.windowTransmit, 7);
    assert.equal(step(steps, 'association')?.facts.maxPduSize, 2048);
    assert.equal(step(steps, 'logical-device-name')?.facts.name, 'MFL0000012345678');
    assert.ok(Math.abs(Number(step(steps, 'clock')?.facts.aheadSeconds)) < 60);
    assert.ok(told.includes('association running'));
  });

  it('a meter behind an IEC start shows its identification', async () => {
    const { steps, holds } = await climbed({ iecPort: 0 }, ({ iecPort = 0 }) => ({
      port: iecPort,
      mode: 'IEC',
    }));
    assert.equal(holds, true);
    assert.equal(step(steps, 'iec-sign-on')?.facts.identification, '/MFL5\\2MFL-DEMO');
  });

  it('a wrong address ends at the link, with what to try', async () => {
    const { steps, holds } = await climbed({ hdlcPort: 0 }, ({ hdlcPort = 0 }) => ({
      port: hdlcPort,
      physicalAddress: 99,
      retryCounter: 1,
    }));
    assert.equal(holds, false);
    assert.deepEqual(states(steps).slice(0, 3), ['line done', 'link failed', 'association skipped']);
    const link = step(steps, 'link');
    assert.equal(link?.error?.code, 'DLMS_TIMEOUT');
    assert.ok(link !== undefined && adviceFor(link).includes('other-address'));
  });

  it('a wrong password ends at the association and was sent once', async () => {
    const { steps } = await climbed(
      { wrapperPort: 0, auth: 'Low', password: 'right' },
      ({ wrapperPort = 0 }) => ({ port: wrapperPort, mode: 'DLMS-WRAPPER', auth: 'Low', clientAddress: 1 }),
      { password: 'Kellerasseln' },
    );
    const association = step(steps, 'association');
    assert.equal(association?.state, 'failed');
    assert.equal(association?.error?.code, 'DLMS_AUTHENTICATION_FAILED');
    assert.ok(!JSON.stringify(steps).includes('Kellerasseln'));
  });

  it('the silence that is kept before sending is told apart from what the meter takes', async () => {
    const clock = new AsyncClock();
    const settings = settingsOf({ pollDelayMs: 200 });
    const open = new SimulatedMeters(clock).opener(settings);
    const { steps } = await clock.until(climb(settings, { open, clock }));
    assert.deepEqual(
      steps.map(({ name, ms, silenceMs }) => [name, ms, silenceMs]),
      [
        ['line', 0, undefined],
        ['link', 0, undefined],
        ['association', 0, 200],
        ['logical-device-name', 0, 200],
        ['clock', 0, 200],
      ],
    );
  });

  it('waiting for an answer that does not come is no silence that is kept', async () => {
    const { steps } = await climbed({ hdlcPort: 0 }, ({ hdlcPort = 0 }) => ({
      ...{ port: hdlcPort, physicalAddress: 99, pollDelayMs: 40, timeoutMs: 60, retryCounter: 2 },
    }));
    const { ms = 0, silenceMs } = step(steps, 'link') ?? {};
    assert.equal(silenceMs, undefined);
    assert.ok(ms >= 110, `${ms} ms`);
  });

  it('a port that nobody listens on ends at the line', async () => {
    const { steps } = await climbed({ hdlcPort: 0 }, () => ({ port: 1 }));
    assert.equal(step(steps, 'line')?.error?.code, 'DLMS_CONNECTION_REFUSED');
    assert.equal(step(steps, 'clock')?.state, 'skipped');
  });
});
