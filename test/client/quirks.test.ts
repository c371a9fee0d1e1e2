/** Quirks as they are written in the settings, and what becomes of them. */
import assert from 'node:assert/strict';
import { hdlcQuirks, NO_QUIRKS } from '../../src/client/quirk-options.js';
import { describeQuirks, quirkFault, quirkOptions } from '../../src/client/quirks.js';

const named = (name: string) => name.replace(/=(\d+)….*/, '=$1');

describe('quirks', () => {
  it('none of them ask for nothing', () => assert.deepEqual(quirkOptions([]), NO_QUIRKS));

  it('are all known, each with a sentence', () => {
    const all = describeQuirks();
    assert.ok(all.length >= 15);
    for (const { name, quirk } of all) {
      assert.equal(quirkFault(named(name)), undefined, name);
      assert.match(quirk.sentence, /^[A-Z].*\.$/, name);
      assert.match(name, /^[a-z-]+(=\d+…\d+)?$/);
    }
  });

  it('add up', () => {
    const { link, stack, reading } = quirkOptions(['no-release', 'no-access', 'max-info=128', 'no-lists']);
    assert.deepEqual(link, { maxInfo: 128 });
    assert.deepEqual(stack, {
      withoutRelease: true,
      withoutServices: ['access', 'multiple-references', 'access'],
    });
    assert.deepEqual(reading, { listLimit: 1 });
  });

  it('that contradict each other count as the last one says', () => {
    assert.deepEqual(quirkOptions(['window=3', 'window=1']).link, { window: 1 });
  });

  it('of protection say how it is carried, and what is borne of counters', () => {
    const security = (...names: string[]) => quirkOptions(names).security;
    assert.deepEqual(security('general-protection'), { form: 'general' });
    assert.deepEqual(security('general-ciphering', 'signed'), { form: 'general-ciphering', signed: true });
    assert.deepEqual(security('counter-restarts'), { tolerance: { restarts: true } });
    assert.deepEqual(security('counter-repeats', 'counter-restarts', 'no-release'), {
      tolerance: { repeats: true, restarts: true },
    });
    assert.deepEqual(quirkOptions(['high-secret-as-challenge']).stack, { secretAsChallenge: true });
  });

  it('that nobody knows are told, and change nothing', () => {
    for (const name of ['no-such-quirk', 'constructor', '', 'toString']) {
      assert.equal(quirkFault(name), `${name} is no quirk`);
      assert.deepEqual(quirkOptions([name]), NO_QUIRKS);
    }
  });

  it('want the number that belongs to them, and no other', () => {
    assert.equal(quirkFault('no-release=1'), 'no-release takes no number');
    for (const name of [
      'max-info',
      'max-info=',
      'max-info=15',
      'max-info=2031',
      'max-info=1e3',
      'max-info=-1',
    ]) {
      assert.equal(quirkFault(name), 'max-info needs a number from 16 to 2030: max-info=16');
      assert.deepEqual(quirkOptions([name]), NO_QUIRKS);
    }
    assert.equal(quirkFault('max-info=16'), undefined);
    assert.equal(quirkFault('max-info=2030'), undefined);
  });

  it('of link parameters change what the SNRM proposes', () => {
    const proposal = (...names: string[]) => hdlcQuirks(quirkOptions(names).link).proposal;
    assert.equal(proposal('plain-snrm'), undefined);
    assert.deepEqual(proposal('max-info=128'), {
      maxInfoTransmit: 128,
      maxInfoReceive: 128,
      windowTransmit: 7,
      windowReceive: 7,
    });
    assert.deepEqual(proposal('window=1'), {
      maxInfoTransmit: 1024,
      maxInfoReceive: 1024,
      windowTransmit: 1,
      windowReceive: 1,
    });
  });
});
