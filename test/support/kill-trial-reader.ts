/** The program that is killed: reads a meter without an end, and says so after each reading. */
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { TAGS, trialSettings } from './kill-trial.js';

const [port = '', folder = '', dedicatedKey = ''] = process.argv.slice(2);
/** Of them, the association is left in order, and the program's numbers are given back. */
const LIFE = 3;

async function run(): Promise<never> {
  const { settings } = trialSettings(Number(port), dedicatedKey || undefined);
  process.send?.('started');
  for (;;) {
    const client = new MeterClient({
      settings,
      open: openTransport(settings),
      counters: counterStore(folder),
    });
    for (let reading = 0; reading < LIFE; reading += 1) {
      await client.read(TAGS);
      process.send?.('read');
      if (reading === 0) await client.release();
    }
    await client.close();
  }
}

void run();
