import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskSecret, maskSecrets } from '../../src/client/mask-secret.js';

const text = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
const octets = (characters: string) => Uint8Array.from(Buffer.from(characters, 'latin1'));

function masked(line: string, secret: string): string {
  return text(maskSecret(octets(line), octets(secret)));
}

describe('a password in traced octets', () => {
  it('stands as asterisks, each time that it occurs', () => {
    assert.equal(masked('<LabPass1><LabPass1>', 'LabPass1'), '<********><********>');
  });

  it('that a segment cuts in two is masked on both sides', () => {
    assert.equal(masked('..LabP', 'LabPass1'), '..****');
    assert.equal(masked('ass1..', 'LabPass1'), '****..');
  });

  it('of three characters is masked whole', () => {
    assert.equal(masked('1231', '123'), '***1');
  });

  it('that is empty masks nothing', () => {
    assert.equal(masked('abc', ''), 'abc');
  });

  it('is masked beside others, which it may overlap', () => {
    const secrets = ['LabPass1', 'ss1KeyOf16Octets', ''].map(octets);
    assert.equal(text(maskSecrets(octets('<LabPass1KeyOf16Octets>'), secrets)), `<${'*'.repeat(21)}>`);
    assert.equal(text(maskSecrets(octets('abc'), [])), 'abc');
  });

  it('leaves the octets to send as they are', () => {
    const apdu = octets('LabPass1');
    maskSecret(apdu, apdu);
    assert.equal(text(apdu), 'LabPass1');
  });

  it('never survives, wherever it stands and however often', () => {
    const part = fc.uint8Array({ maxLength: 12 });
    const secret = fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .filter((each) => each.some((octet) => octet !== 0x2a));
    fc.assert(
      fc.property(part, secret, part, (before, password, after) => {
        const line = Uint8Array.from([...before, ...password, ...after, ...password]);
        const shown = Buffer.from(maskSecret(line, password));
        assert.equal(shown.length, line.length);
        assert.equal(shown.includes(Buffer.from(password)), false);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
