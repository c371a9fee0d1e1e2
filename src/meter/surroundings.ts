/**
 * What clients of meters take from the world outside: lines, time, chance, and the numbers of keys. Usually
 * the real ones; recorded while somebody makes a capture, and played from one afterwards.
 */
import type { OpenTransport } from '../transport/transport.js';
import type { Clock } from './clock.js';
import type { CounterStore } from './kept-counter.js';
import type { RandomOctets } from './random-octets.js';
import type { MeterSettings } from './settings.js';

export interface Surroundings {
  readonly open: (settings: MeterSettings) => OpenTransport;
  readonly clock: Clock;
  readonly random: RandomOctets;
  /** Only asked where a meter has keys. */
  readonly counters: CounterStore;
}
