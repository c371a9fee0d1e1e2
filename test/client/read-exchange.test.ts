import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GetStep } from '../../src/client/get-exchange.js';
import { ReadExchange } from '../../src/client/read-exchange.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { DlmsError } from '../../src/errors.js';
import { readBlock, shortNamed, told } from '../support/apdus.js';
import { answered, failure, results, sent } from '../support/get-steps.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { captures, describeShared, vectors } from '../support/shared.js';

const ENERGY = shortNamed(0x0108);
const SCALER = { ...shortNamed(0x0110), attributeId: 3 };
const OBJECTS = shortNamed(0xfa08, 12, '0.0.40.0.0.255');
const FORTY_TWO: GetDataResult = { kind: 'data', data: { kind: 'unsigned', value: 42 } };

function read(...attributes: readonly AttributeDescriptor[]): ReadExchange {
  return new ReadExchange(attributes.length === 0 ? [ENERGY] : attributes);
}

function elementsOf(result: GetDataResult | undefined): number {
  assert.ok(result?.kind === 'data' && 'elements' in result.data);
  return result.data.elements.length;
}

describeShared("a READ in the book's examples", (root) => {
  const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? '';
  const words = (id: string) => octetsOf(hex(id));

  it('asks for one attribute, for several, for a part, for the object list', () => {
    assert.equal(hexOf(read(shortNamed(0x0100)).request), hex('sn.read'));
    assert.equal(hexOf(read(ENERGY, SCALER).request), hex('sn.read.multi'));
    assert.equal(hexOf(read(SCALER).request), hex('sn.scaler'));
    assert.equal(hexOf(read(OBJECTS).request), hex('sn.assoc.list'));
    const parameters = { kind: 'integer', value: 0 } as const;
    const part = { ...shortNamed(0x0128), selection: { selector: 0, parameters } };
    assert.equal(hexOf(read(part).request), hex('sn.method'));
  });

  it('takes values and refusals in the order of the request', () => {
    assert.deepEqual(
      results(answered(read(ENERGY, SCALER), hex('sn.read.res.multi'))).map(({ kind }) => kind),
      ['data', 'data'],
    );
    assert.deepEqual(results(answered(read(ENERGY, SCALER), hex('sn.read.res.mixed'))), [
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1 } },
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]);
    assert.deepEqual(results(answered(read(), hex('sn.read.res.err'))), [
      { kind: 'data-access-result', result: 'object-undefined' },
    ]);
  });

  it('fetches its blocks to their end, which hold the Data alone', () => {
    const exchange = read(shortNamed(0x2008, 7));
    assert.equal(sent(answered(exchange, words('sn.read.res.block'))), hex('sn.read.block'));
    const [result] = results(answered(exchange, words('sn.read.res.last')));
    assert.equal(elementsOf(result), 12);
  });

  it('fails as a whole, and lets an InformationReport pass', () => {
    const exchange = read();
    assert.deepEqual(exchange.handle(words('sn.inforep')), {
      kind: 'drop',
      note: 'informationReportRequest is no answer to a READ',
    });
    const { error, message } = failure(answered(exchange, hex('cse.read')));
    assert.equal(error, 'DLMS_SERVICE_ERROR service meter');
    assert.match(message, /read: access, scope-of-access-violated/);
    assert.equal(
      failure(answered(read(), hex('exc.unknown'))).error,
      'DLMS_EXCEPTION_RESPONSE service meter',
    );
  });

  it('tells apart a meter that has no association any more, in both ways of saying so', () => {
    for (const answer of [hex('exc.notallowed'), '0E050201']) {
      assert.equal(failure(answered(read(), answer)).error, 'DLMS_SERVICE_NOT_ALLOWED service meter');
    }
  });
});

describeShared('a READ answered by meters in the field', (root) => {
  const captured = (id: string) => octetsOf(captures(root).find((each) => each.id === id)?.hex ?? '');

  it('an Elster that wraps one short value into a block, which holds a list of one result', () => {
    const apdu = captured('tohasan-sn-readblock').subarray(14, -3);
    assert.deepEqual(results(answered(read(), apdu)), [
      { kind: 'data', data: { kind: 'visible-string', text: 'ZIP01769326' } },
    ]);
  });

  it('a Landis+Gyr with its error register', () => {
    const [result] = results(answered(read(), captured('zmd-error-register-sn').subarray(3)));
    assert.deepEqual(result, {
      kind: 'data',
      data: { kind: 'octet-string', octets: octetsOf('00810019') },
    });
  });

  it('and asks as other clients asked them', () => {
    const asked = (id: string) => hexOf(captured(id)).slice(0, -6);
    assert.ok(asked('tohasan-sn-read-fd08').endsWith(hexOf(read(shortNamed(0xfd08)).request)));
    assert.ok(asked('de-sn-read-0708').endsWith(hexOf(read(shortNamed(0x0708)).request)));
    assert.ok(asked('lgvn-read-objlist').endsWith(hexOf(read(OBJECTS).request)));
  });
});

describe('a READ of one attribute whose blocks hold', () => {
  const joined = (hex: string, attribute = ENERGY) => answered(read(attribute), readBlock(1, true, hex));

  it('its Data alone', () => {
    assert.deepEqual(results(joined('112A')), [FORTY_TWO]);
    assert.equal(elementsOf(results(joined('0100'))[0]), 0);
    assert.equal(elementsOf(results(joined('010100'))[0]), 1);
    assert.equal(elementsOf(results(joined('0101112A'))[0]), 1);
  });

  it('a list of one result', () => {
    assert.deepEqual(results(joined('0100112A')), [FORTY_TWO]);
    assert.equal(elementsOf(results(joined('01000100'))[0]), 0);
    assert.deepEqual(results(joined('010103')), [
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]);
  });

  it('an object list that ends early, in either form: what came is of use', () => {
    const element = '0204100100120003110009060100010800FF';
    for (const hex of [`0103${element}${element}`, `01000103${element}${element}`]) {
      const step = joined(hex, OBJECTS);
      assert.equal(elementsOf(results(step)[0]), 2);
      assert.equal(step.kind === 'confirm' ? step.note : '', '1 of the announced objects are missing');
    }
    assert.equal(failure(joined(`0103${element}`)).error, 'DLMS_TRUNCATED service meter');
  });

  it('octets that are neither', () => {
    assert.equal(failure(joined('112A00')).error, 'DLMS_MALFORMED service meter');
    assert.equal(failure(joined('')).error, 'DLMS_TRUNCATED service meter');
    assert.equal(failure(joined('0101')).error, 'DLMS_TRUNCATED service meter');
  });
});

describe('an object list with wrong counts, in one APDU', () => {
  const element = '0204100100120003110009060100010800FF';
  const list = (hex: string) => answered(read(OBJECTS), `0C0100${hex}`);

  it('announces more objects than it holds: those that came are of use', () => {
    const step = list(`0103${element}${element}`);
    assert.equal(elementsOf(results(step)[0]), 2);
    assert.equal(step.kind === 'confirm' ? step.note : '', '1 of the announced objects are missing');
  });

  it('holds more than it announces, or ends inside an object: it is damaged', () => {
    assert.equal(failure(list(`0101${element}${element}`)).error, 'DLMS_MALFORMED service meter');
    assert.equal(
      failure(list(`0102${element}${element.slice(0, 20)}`)).error,
      'DLMS_TRUNCATED service meter',
    );
    assert.equal(failure(list(`0184FFFFFFFF02`)).error, 'DLMS_TRUNCATED service meter');
  });

  it('is refused like any other attribute', () => {
    assert.deepEqual(results(answered(read(OBJECTS), '0C010103')), [
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]);
  });
});

describe('a READ in data blocks', () => {
  it('of several attributes: count and choices stand in the joined octets', () => {
    const exchange = read(ENERGY, SCALER);
    answered(exchange, readBlock(1, false, '0200060000'));
    assert.deepEqual(results(answered(exchange, readBlock(2, true, '03E80104'))), [
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1000 } },
      { kind: 'data-access-result', result: 'object-undefined' },
    ]);
  });

  it('whose blocks begin with another number than 1', () => {
    for (const first of [0, 7, 0xfffe]) {
      const exchange = read();
      const step = answered(exchange, readBlock(first, false, '11'));
      assert.equal(sent(step), `050105${first.toString(16).padStart(4, '0').toUpperCase()}`);
      assert.deepEqual(results(answered(exchange, readBlock(first + 1, true, '2A'))), [FORTY_TWO]);
    }
  });

  it('a block that is missing, and one that comes again', () => {
    for (const second of [1, 3]) {
      const step = answered(read(), readBlock(1, false, '11'), readBlock(second, false, '2A'));
      assert.equal(failure(step).error, 'DLMS_BLOCK_NUMBER service meter');
      assert.match(failure(step).message, new RegExp(`data block ${second} came where 2 was due`));
    }
  });

  it('a whole answer in the middle of the blocks, and blocks among results', () => {
    const whole = failure(answered(read(), readBlock(1, false, '11'), '0C0100112A'));
    assert.match(whole.message, /a whole answer came where data block 2 was due/);
    for (const answer of ['0C02020100010111 00112A', '0C01030001']) {
      const step = answered(read(ENERGY, SCALER), answer);
      assert.equal(failure(step).error, 'DLMS_BLOCK_NUMBER service meter', answer);
    }
  });

  it('a refusal in the middle of the blocks: of the attribute, or of the transfer', () => {
    const refused = (hex: string) => answered(read(), readBlock(1, false, '11'), hex);
    assert.deepEqual(results(refused('0C010102')), [
      { kind: 'data-access-result', result: 'temporary-failure' },
    ]);
    for (const code of ['0E', '0F', '10', '13']) {
      assert.equal(failure(refused(`0C0101${code}`)).error, 'DLMS_BLOCK_NUMBER service meter');
    }
  });

  it('a meter that counts blocks and never ends is left at the limit', () => {
    const exchange = read();
    let step: GetStep = { kind: 'drop', note: '' };
    let blocks = 0;
    do {
      blocks += 1;
      step = exchange.handle(readBlock(blocks, false, '00'));
    } while (step.kind === 'send');
    assert.equal(failure(step).error, 'DLMS_TOO_LONG service meter');
    assert.equal(blocks, 20_001);
  });
});

describe('a READ with another number of results', () => {
  it('too few, too many, or one refusal for all', () => {
    for (const [answer, count] of [
      ['0C0100112A', 1],
      ['0C03001101001102001103', 3],
      ['0C010103', 1],
      ['0C00', 0],
    ] as const) {
      assert.deepEqual(failure(answered(read(ENERGY, SCALER), answer)), {
        error: 'DLMS_LIST_COUNT service meter',
        message: `the answer holds ${count} instead of 2 results`,
      });
    }
  });
});

describe('a READ of an attribute without a short name', () => {
  it('is a mistake of this package, as is one of more than 16 bits', () => {
    for (const shortName of [undefined, -1, 65536, 1.5]) {
      assert.throws(
        () => read({ ...ENERGY, shortName }),
        (error) => error instanceof DlmsError && told(error) === 'DLMS_SHORT_NAME service package',
      );
    }
  });
});

describe('octets of any kind in answer to a READ', () => {
  it('that no book knows are a failure, not a silence; other APDUs are let pass', () => {
    assert.equal(failure(answered(read(), 'FF00')).error, 'DLMS_UNKNOWN_APDU service meter');
    assert.equal(failure(answered(read(), '')).error, 'DLMS_TRUNCATED service meter');
    assert.equal(answered(read(), 'C401C100112A').kind, 'drop');
    assert.equal(answered(read(), '0D0100').kind, 'drop');
  });

  it('cut off anywhere are truncated', () => {
    const whole = octetsOf('0C02001101 0101'.replace(' ', ''));
    for (let length = 0; length < whole.length; length += 1) {
      const step = answered(read(ENERGY, SCALER), whole.subarray(0, length));
      assert.equal(failure(step).error, 'DLMS_TRUNCATED service meter');
    }
  });

  it('throw nothing and never give another number of results than was asked for', () => {
    const octet = fc.constantFrom(0, 1, 2, 3, 4, 9, 0x11, 0x12, 0x81, 0xff);
    const answer = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(octet, { maxLength: 30 }).map((rest) => Uint8Array.from([0x0c, ...rest])),
      fc.array(octet, { maxLength: 20 }).map((raw) => readBlock(1, true, hexOf(Uint8Array.from(raw)))),
    );
    const asked = fc.constantFrom([ENERGY], [ENERGY, SCALER], [OBJECTS]);
    fc.assert(
      fc.property(asked, fc.array(answer, { minLength: 1, maxLength: 6 }), (attributes, answers) => {
        const exchange = read(...attributes);
        for (const each of answers) {
          const step = exchange.handle(each);
          if (step.kind === 'confirm') assert.equal(step.results.length, attributes.length);
          if (step.kind === 'confirm' || step.kind === 'failed') return;
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
