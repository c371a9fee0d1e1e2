import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import type { HdlcAddress } from '../../src/framing/hdlc/address.js';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import type { Faults } from '../../src/simulator/faults.js';
import { CENTRAL_EUROPE } from '../../src/simulator/meter-clock.js';
import { siteOf } from '../../src/simulator/simulator-options.js';
import { type ServerOutput, serverStack } from '../../src/simulator/stack.js';
import { PaperClient, SERVER_1 } from './paper-client.js';
import { dataOf, NOON } from './reading.js';
import { same, stackOf } from './stacks.js';

const SNRM = fromHex('7E A0 07 03 21 93 0F 01 7E');
const RR_0 = fromHex('7E A0 07 03 21 11 15 A6 7E');
const AARQ = fromHex(
  '60 1D A1 09 06 07 60 85 74 05 08 01 01 BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F FF FF',
);
const GET_NAME = fromHex('C0 01 C1 00 01 00 00 2A 00 00 FF 02 00');
const LLC_GET_NAME = Buffer.concat([Uint8Array.of(0xe6, 0xe6, 0), GET_NAME]);
const UA = '7EA01E210373C37A818012050180060180070400000001080400000001533B7E';

function outputs(faults: Faults, ...requests: readonly Uint8Array[]): ServerOutput[] {
  const stack = stackOf('hdlc', {}, faults);
  return requests.flatMap((octets) => stack.handle({ kind: 'PH-DATA.indication', octets }, NOON));
}

function pieces(faults: Faults, ...requests: readonly Uint8Array[]): string[] {
  return outputs(faults, ...requests).map((output) =>
    output.kind === 'PH-DATA.request' ? toHex(output.octets) : output.kind,
  );
}

function paper(faults: Faults, server?: HdlcAddress): PaperClient {
  return new PaperClient(stackOf('hdlc', {}, faults), server);
}

describe('a meter that misbehaves on the line', () => {
  it('can be silent', () => {
    assert.deepEqual(pieces({ silent: true }, SNRM, SNRM), []);
  });

  it('can be slow', () => {
    const [output] = outputs({ delayMs: 700 }, SNRM);
    assert.equal(output?.kind === 'PH-DATA.request' && output.delayMs, 700);
  });

  it('can lose every second frame', () => {
    assert.deepEqual(pieces({ dropEvery: 2 }, SNRM, SNRM, SNRM), [UA, UA]);
  });

  it('can damage every second check sequence', () => {
    const [first, second] = outputs({ corruptEvery: 2 }, SNRM, SNRM);
    assert.ok(first?.kind === 'PH-DATA.request' && second?.kind === 'PH-DATA.request');
    assert.equal(toHex(first.octets), UA);
    assert.deepEqual(
      new HdlcDeframer().push(second.octets).map(({ kind }) => kind),
      ['damaged'],
    );
    assert.equal(second.octets.length, first.octets.length);
  });

  it('can send every frame three times', () => {
    assert.deepEqual(pieces({ repeat: 2 }, SNRM), [UA, UA, UA]);
  });

  it('can hang up in the middle of its second frame', () => {
    assert.deepEqual(pieces({ closeAt: 2 }, SNRM, SNRM), [UA, UA.slice(0, 32), 'PH-CLOSE.request']);
  });

  it('can send junk and flags before a frame', () => {
    assert.deepEqual(pieces({ junk: [0, 0xff], extraFlags: 2 }, SNRM), [`00FF7E7E${UA}`]);
  });

  it('can send octet by octet', () => {
    assert.deepEqual(pieces({ octetByOctet: true }, SNRM), UA.match(/../g));
  });

  it('can send all that it has to say in one piece', () => {
    const [piece, ...more] = pieces({ merge: true }, Buffer.concat([SNRM, RR_0]));
    assert.equal(piece, `${UA}${pieces({}, SNRM, RR_0)[1]}`);
    assert.deepEqual(more, []);
  });

  it('can echo what it hears', () => {
    assert.deepEqual(pieces({ echo: true }, SNRM), [toHex(SNRM), UA]);
    assert.deepEqual(pieces({ echo: true, silent: true }, SNRM), [toHex(SNRM)]);
  });

  it('can stop misbehaving while the connection stands', () => {
    let faults: Faults = { silent: true };
    const stack = serverStack(
      'hdlc',
      siteOf({}, () => faults),
    );
    const send = () => stack.handle({ kind: 'PH-DATA.indication', octets: SNRM }, NOON).length;
    assert.equal(send(), 0);
    faults = {};
    assert.equal(send(), 1);
  });
});

describe('a meter that misbehaves in HDLC', () => {
  it('can answer SNRM with a UA that says nothing, and means the defaults then', () => {
    const client = paper({ ua: 'without information' });
    const ua = client.connect({
      maxInfoTransmit: 500,
      maxInfoReceive: 500,
      windowTransmit: 7,
      windowReceive: 7,
    });
    assert.equal(ua.information.length, 0);
    const long = client.information(new Uint8Array(129));
    assert.equal(long[0]?.control.kind, 'FRMR');
  });

  it('can write small lengths in two octets', () => {
    const ua = paper({ ua: 'two-octet lengths' }).connect();
    same(ua.information, '81 80 14 05 02 00 80 06 02 00 80 07 04 00 00 00 01 08 04 00 00 00 01');
  });

  it('can be busy before each answer', () => {
    const client = paper({ rnr: 2 });
    client.connect();
    const kinds = [
      client.information(Buffer.concat([Uint8Array.of(0xe6, 0xe6, 0), AARQ])),
      client.poll(),
      client.poll(),
    ];
    assert.deepEqual(
      kinds.map(([frame]) => frame?.control.kind),
      ['RNR', 'RNR', 'I'],
    );
    assert.deepEqual(kinds[0]?.[0]?.control, { kind: 'RNR', receiveNumber: 1, pollFinal: true });
  });

  it('can answer under another address', () => {
    const [ua] = paper({ answerFrom: { size: 2, upper: 1, lower: 99 } }).command('SNRM');
    assert.deepEqual(ua?.source, { size: 2, upper: 1, lower: 99 });
  });

  it('can answer with four octets where it was called with one, and with one where it was called with four', () => {
    const [four] = paper({ answerSize: 4 }).command('SNRM');
    assert.deepEqual(four?.source, { size: 4, upper: 1, lower: 16 });
    const [one] = paper({ answerSize: 1 }, { size: 4, upper: 1, lower: 16 }).command('SNRM');
    assert.deepEqual(one?.source, SERVER_1);
  });

  it('can be deaf to addresses of another size', () => {
    assert.deepEqual(paper({ addressSizes: [4] }).command('SNRM'), []);
    assert.equal(paper({ addressSizes: [4] }, { size: 4, upper: 1, lower: 16 }).command('SNRM').length, 1);
  });

  it('can answer the broadcast only where it is alone', () => {
    const all = { size: 2, upper: 1, lower: 0x7f } as const;
    const [ua] = paper({ answerBroadcast: true }, all).command('SNRM');
    assert.deepEqual(ua?.source, { size: 2, upper: 1, lower: 16 });
    const two = new PaperClient(stackOf('hdlc', { meters: 2 }, { answerBroadcast: true }), all);
    assert.deepEqual(two.command('SNRM'), []);
  });
});

describe('a meter that misbehaves as an application', () => {
  const aare = (faults: Faults) => {
    const client = paper(faults);
    client.connect();
    return { client, aare: decodeAare(new OctetReader(client.ask(AARQ))) };
  };

  it('can leave out what was negotiated', () => {
    const { client, aare: answer } = aare({ aareWithoutUserInformation: true });
    assert.equal(answer.result, 'accepted');
    assert.equal(answer.userInformation, undefined);
    assert.equal(client.ask(GET_NAME)[0], 0xc4);
  });

  it('can refuse the association for any reason', () => {
    const refuse = { result: 'rejected-transient', diagnostic: 'called-AP-title-not-recognized' } as const;
    const { client, aare: answer } = aare({ refuse });
    assert.equal(answer.result, 'rejected-transient');
    assert.equal(answer.resultSourceDiagnostic?.diagnostic, 'called-AP-title-not-recognized');
    same(client.ask(GET_NAME), 'D8 01 01');
  });

  it('can ignore the release', () => {
    const { client } = aare({ ignoreRelease: true });
    const [rr] = client.information(fromHex('E6 E6 00 62 03 80 01 00'));
    assert.equal(rr?.control.kind, 'RR');
    const [answer] = client.information(LLC_GET_NAME);
    assert.equal(answer?.information[3], 0xc4);
  });

  it('can tell times with the wrong sign of deviation, or none at all', () => {
    const time = (show: 'inverted deviation' | 'nothing') => {
      const data = dataOf(demoMeter({ clock: { ...CENTRAL_EUROPE, show } }), '0.0.1.0.0.255', 2, NOON);
      return data.kind === 'octet-string' ? toHex(data.octets) : data.kind;
    };
    assert.equal(time('inverted deviation'), '07E90612030C07170000788' + '0');
    assert.equal(time('nothing'), 'FFFFFFFFFFFFFFFFFF8000FF');
  });
});
