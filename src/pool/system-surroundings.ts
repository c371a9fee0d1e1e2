/** The world outside as it is. */
import { systemClock } from '../meter/clock.js';
import { counterStore } from '../meter/counter-store.js';
import { systemRandom } from '../meter/random-octets.js';
import { stateFolder } from '../meter/state-folder.js';
import type { Surroundings } from '../meter/surroundings.js';
import { openTransport } from './open-transport.js';

export function systemSurroundings(): Surroundings {
  return {
    open: openTransport,
    clock: systemClock,
    random: systemRandom,
    counters: counterStore(stateFolder()),
  };
}
