import assert from 'node:assert/strict';
import { closestName, didYouMean } from '../../src/config/closest-name.js';

describe('the name that was probably meant', () => {
  const names = ['baudrate', 'databits', 'stopbits', 'device_alias', 'tag_job_todo', 'job_todo', 'ip', 'id'];
  const cases: readonly (readonly [written: string, meant: string | undefined])[] = [
    ['baudrat', 'baudrate'],
    ['boudrate', 'baudrate'],
    ['buadrate', 'baudrate'],
    ['baudratee', 'baudrate'],
    ['bauds', 'baudrate'],
    ['Device Allias', 'device_alias'],
    ['DEVICE-ALIAS', 'device_alias'],
    ['tag_job_tdo', 'tag_job_todo'],
    ['jobtodo_', 'job_todo'],
    ['ipp', 'ip'],
    ['colour', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ];
  for (const [written, meant] of cases) {
    it(`"${written.slice(0, 20)}" is ${meant}`, () => assert.equal(closestName(written, names), meant));
  }

  it('is a question at the end of a sentence, or nothing', () => {
    assert.equal(didYouMean('baudrat', names), '; did you mean baudrate?');
    assert.equal(didYouMean('colour', names), '');
    assert.equal(didYouMean('colour', []), '');
  });
});
