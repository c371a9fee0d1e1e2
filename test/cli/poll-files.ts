/** Files of simulated meters for `dlms poll`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorHost } from '../../src/simulator/host.js';

export type Entry = Readonly<Record<string, unknown>>;

export interface PollFiles {
  device(alias: string, more?: Entry): Entry;
  /** A device that nobody answers for. */
  dead(alias: string): Entry;
  signal(device: string, job: string, more?: Entry): Entry;
  /** @returns its path */
  file(devices: readonly Entry[], signals: readonly Entry[]): string;
  /** The voltages of three meters on one line. */
  voltages(): string;
}

/** @param host with three meters behind its HDLC port */
export function pollFiles(host: () => SimulatorHost, folder: () => string): PollFiles {
  const device = (alias: string, more: Entry = {}): Entry => ({
    ...{ name: alias, device_alias: alias, ip: '127.0.0.1', port: host().hdlcPort, type: 'LN' },
    ...{ slave_address: 16, poll_delay_ms: 0, timeout_ms: 200, scan_rate_ms: 100 },
    ...more,
  });
  const signal = (of: string, job: string, more: Entry = {}): Entry => ({
    ...{ device_alias: of, job_todo: job },
    ...more,
  });
  const file = (devices: readonly Entry[], signals: readonly Entry[]): string => {
    const path = join(folder(), 'meters.json');
    writeFileSync(path, JSON.stringify({ devices, signals }, undefined, 1));
    return path;
  };
  return {
    device,
    signal,
    file,
    dead: (alias) => device(alias, { slave_address: 99, retry_counter: 1 }),
    voltages: () =>
      file(
        [device('one'), device('two', { slave_address: 17 }), device('three', { slave_address: 18 })],
        ['one', 'two', 'three'].map((of) => signal(of, '1-0:32.7.0', { signal_alias: 'voltage_l1' })),
      ),
  };
}
