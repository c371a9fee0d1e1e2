/** A program that draws so many numbers out of a folder, in short lives of a few each, and tells them. */
import { join } from 'node:path';
import { fileBounds } from '../../src/meter/counter-files.js';
import { StoredCounter } from '../../src/meter/stored-counter.js';

const [folder = '', stream = '', count = '0'] = process.argv.slice(2);
const numbers: number[] = [];
for (let life = 0; numbers.length < Number(count); life += 1) {
  const counter = new StoredCounter(fileBounds(join(folder, stream), stream));
  counter.begin({ kind: 'kept', first: 1 });
  for (let taken = 0; taken < 10; taken += 1) numbers.push(counter.take());
  if (life % 3 > 0) counter.giveBack();
}
process.send?.(numbers);
