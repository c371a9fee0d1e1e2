import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { decodeLinkParameters, type LinkParameters } from '../../src/framing/hdlc/link-parameters.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { describeShared } from '../support/shared.js';
import {
  AARQ,
  associated,
  client,
  controls,
  DM,
  GET_NAME,
  LLC,
  NAME,
  parameters,
  UA,
} from './hdlc-fixture.js';
import { PaperClient } from './paper-client.js';
import { same, stackOf, vectorOctets } from './stacks.js';

describe('an HDLC station in disconnected mode', () => {
  it('answers SNRM with UA, DISC, I and RR with DM, and other frames with silence', () => {
    assert.deepEqual(controls(client().command('DISC')), [DM]);
    assert.deepEqual(controls(client().poll()), [DM]);
    assert.deepEqual(controls(client().information(Buffer.concat([LLC, GET_NAME]))), [DM]);
    assert.deepEqual(client().send({ kind: 'UI', pollFinal: true }, Buffer.concat([LLC, GET_NAME])), []);
    assert.deepEqual(client().send({ kind: 'UA', pollFinal: true }), []);
    assert.deepEqual(client().send({ kind: 'unknown', octet: 0xef }), []);
    assert.deepEqual(controls(client().command('SNRM')), [UA]);
  });

  it('is disconnected again after DISC, and has forgotten the association', () => {
    const paper = associated();
    assert.deepEqual(controls(paper.command('DISC')), [UA]);
    assert.deepEqual(controls(paper.command('DISC')), [DM]);
    paper.connect();
    same(paper.ask(GET_NAME), 'D8 01 01');
  });
});

describe('what an HDLC station negotiates', () => {
  const cases: readonly [string, LinkParameters | undefined, LinkParameters][] = [
    ['no information field', undefined, parameters(128, 128)],
    ['128/128/1/1', parameters(128, 128), parameters(128, 128)],
    ['2030/2030/7/7', parameters(2030, 2030, 7, 7), parameters(1024, 1024, 7, 7)],
    ['more than it can and less the other way', parameters(2030, 64, 3, 5), parameters(64, 1024, 5, 3)],
  ];
  for (const [name, proposed, negotiated] of cases) {
    it(`is the less of both for ${name}`, () => {
      const ua = client().connect(proposed);
      assert.deepEqual(decodeLinkParameters(new OctetReader(ua.information)), negotiated);
    });
  }

  it('is the default where SNRM cannot be read', () => {
    for (const information of ['81 80 7F 05', 'FF', '81 80 02 05 01']) {
      const [ua] = client().send({ kind: 'SNRM', pollFinal: true }, fromHex(information));
      assert.deepEqual(decodeLinkParameters(new OctetReader(ua?.information ?? LLC)), parameters(128, 128));
    }
  });

  it('is within limits that can be set', () => {
    const limits = { maxInfoTransmit: 32, maxInfoReceive: 40, windowTransmit: 2, windowReceive: 3 };
    const ua = client({ limits }).connect(parameters(2030, 2030, 7, 7));
    assert.deepEqual(decodeLinkParameters(new OctetReader(ua.information)), limits);
  });

  it('starts anew with a second SNRM, without the association', () => {
    const paper = associated();
    paper.connect(parameters(500, 500));
    same(paper.ask(GET_NAME), 'D8 01 01');
  });
});

describe('addresses that an HDLC station answers to', () => {
  const meters = { meters: 3 };
  const serial = (upper: number, lower: number, size: 1 | 2 | 4, options: SimulatorOptions = meters) => {
    const paper = client(options, { size, upper, lower });
    if (paper.command('SNRM').length === 0) return 'silence';
    paper.ask(AARQ);
    return Buffer.from(paper.ask(GET_NAME).subarray(6)).toString();
  };
  const [first, second] = ['MFL0000012345678', 'MFL0000012345679'];

  it('are physical with logical or 0 in two and in four octets', () => {
    assert.equal(serial(1, 16, 2), first);
    assert.equal(serial(0, 17, 2), second);
    assert.equal(serial(1, 17, 4), second);
    assert.equal(serial(0, 16, 4), first);
    assert.equal(serial(1, 6678, 4, { physicalAddress: 6678 }), first);
  });

  it('are physical or logical in one octet', () => {
    assert.equal(serial(17, 0, 1), second);
    assert.equal(serial(1, 0, 1), first);
    assert.equal(serial(16, 0, 1, { physicalAddress: 16, logicalAddress: 17 }), first);
  });

  it('are no others', () => {
    for (const [upper, lower, size] of [
      [1, 19, 2],
      [2, 16, 2],
      [1, 0, 2],
      [1, 15, 4],
      [5, 0, 1],
      [0, 0, 1],
      [127, 0, 1],
      [1, 127, 2],
      [1, 0x3fff, 4],
    ] as const) {
      assert.equal(serial(upper, lower, size), 'silence', `${upper}/${lower}`);
    }
  });

  it('are not the broadcast, even when it is alone, but where it is told so', () => {
    assert.equal(serial(1, 127, 2, {}), 'silence');
    const paper = client({}, { size: 4, upper: 1, lower: 0x3fff }, { answerBroadcast: true });
    const [ua] = paper.command('SNRM');
    assert.deepEqual(ua?.source, { size: 4, upper: 1, lower: 16 });
  });

  it('are called by one octet of client, from 1 to 127', () => {
    const server = { size: 1, upper: 1, lower: 0 } as const;
    const heard = (size: 1 | 2, upper: number) =>
      new PaperClient(stackOf('hdlc'), server, { size, upper, lower: size === 2 ? 16 : 0 }).command('SNRM')
        .length;
    assert.equal(heard(1, 127), 1);
    assert.equal(heard(1, 0), 0);
    assert.equal(heard(2, 0), 0);
  });
});

describe('several conversations with HDLC stations', () => {
  it('go on side by side: two clients, and two meters', () => {
    const stack = stackOf('hdlc', { meters: 2 });
    const lower = (address: number) => ({ size: 2, upper: 1, lower: address }) as const;
    const one = new PaperClient(stack, lower(16));
    const other = new PaperClient(stack, lower(16), { size: 1, upper: 32, lower: 0 });
    const third = new PaperClient(stack, lower(17));
    for (const paper of [one, other, third]) paper.connect();
    for (const paper of [one, other, third]) paper.ask(AARQ);
    assert.deepEqual(controls(other.command('DISC')), [UA]);
    same(one.ask(GET_NAME), NAME);
    assert.equal(third.ask(GET_NAME).at(-1), 0x39);
  });

  it('end without a word after two minutes of silence', () => {
    const paper = associated();
    paper.now += 119_000;
    same(paper.ask(GET_NAME), NAME);
    paper.now += 121_000;
    assert.deepEqual(controls(paper.poll()), [DM]);
  });

  it('end with the line', () => {
    const paper = associated();
    assert.deepEqual(paper.stack.handle({ kind: 'PH-ABORT.indication' }, paper.now), []);
    assert.deepEqual(controls(paper.poll()), [DM]);
  });
});

describe('noise on the line of an HDLC station', () => {
  it('is heard over, and a frame after it is answered', () => {
    const paper = client();
    const snrm = paper.frame({ kind: 'SNRM', pollFinal: true });
    assert.deepEqual(controls(paper.exchange(Buffer.concat([fromHex('00 FF A0 7E 7E 11'), snrm]))), [UA]);
  });

  it('in the middle of a frame costs that frame only', () => {
    const paper = client();
    const snrm = paper.frame({ kind: 'SNRM', pollFinal: true });
    const broken = snrm.slice();
    broken[4] = 0x55;
    assert.deepEqual(paper.exchange(broken), []);
    assert.deepEqual(controls(paper.exchange(snrm)), [UA]);
  });

  it('does not hold up the next frame when the end of one never comes', () => {
    const paper = client();
    const snrm = paper.frame({ kind: 'SNRM', pollFinal: true });
    assert.deepEqual(paper.exchange(fromHex('7E A7 FF 03 21')), []);
    paper.now += 2500;
    assert.deepEqual(controls(paper.exchange(snrm)), [UA]);
  });

  it('never makes it fail, whatever the octets', () => {
    const paper = associated();
    let state = 1;
    for (let burst = 0; burst < 300; burst += 1) {
      const octets = Uint8Array.from({ length: burst % 40 }, () => {
        state = (state * 1103515245 + 12345) % 0x80000000;
        return state % 7 === 0 ? 0x7e : state % 256;
      });
      paper.raw(octets);
    }
    paper.now += 2000;
    assert.equal(paper.connect().control.kind, 'UA');
  });
});

describeShared('an HDLC station and the worked frames of the protocol', (root) => {
  const octets = vectorOctets(root);
  const worked: SimulatorOptions = {
    physicalAddress: 17,
    limits: { maxPduSize: 500, conformance: conformanceOf(0x00501f) },
  };

  it('has the conversation of the worked session, but for the values', () => {
    const paper = client(worked);
    same(paper.raw(octets('hdlc.snrm.min')), octets('hdlc.ua.128'));
    same(paper.raw(octets('hdlc.i.aarq')), octets('hdlc.i.aare'));
    const name = paper.exchange(octets('hdlc.i.get'));
    assert.deepEqual(controls(name), [{ kind: 'I', sendNumber: 1, receiveNumber: 2, pollFinal: true }]);
    same(name[0]?.information, Buffer.concat([Uint8Array.of(0xe6, 0xe7, 0), fromHex(NAME)]));
    // The RLRQ of the session with the number that is due here.
    const rlrq = { kind: 'I', sendNumber: 2, receiveNumber: 2, pollFinal: true } as const;
    const [rlre] = paper.send(rlrq, fromHex('E6 E6 00 62 03 80 01 00'));
    same(rlre?.information, 'E6 E7 00 63 03 80 01 00');
    const ua = paper.raw(octets('hdlc.disc'));
    same(ua, octets('sess.ua.disc'));
    same(paper.raw(octets('hdlc.disc')), octets('hdlc.dm'));
  });

  it('negotiates as worked', () => {
    const full = client({ limits: { windowTransmit: 1, windowReceive: 1 } });
    same(full.raw(octets('hdlc.snrm.params1024')), octets('hdlc.ua.1024'));
    same(full.raw(octets('hdlc.snrm.params128')), octets('hdlc.ua.128'));
    same(full.raw(octets('hdlc.snrm.params2030w7')), octets('hdlc.ua.1024'));
  });

  it('answers to two and four octets of address with the same', () => {
    const two = client(worked, { size: 2, upper: 1, lower: 17 });
    assert.deepEqual(two.exchange(octets('hdlc.snrm.2b'))[0]?.source, { size: 2, upper: 1, lower: 17 });
    const four = client(worked, { size: 4, upper: 1, lower: 17 });
    assert.deepEqual(four.exchange(octets('hdlc.snrm.4b'))[0]?.source, { size: 4, upper: 1, lower: 17 });
    const [aare] = four.exchange(octets('hdlc.i.get.4b'));
    same(aare?.information.subarray(3), octets('aare.ln.none'));
  });

  it('keeps silent about a wrong check sequence and for frames that a station sends', () => {
    const paper = client(worked);
    assert.equal(paper.raw(octets('hdlc.badfcs')).length, 0);
    for (const id of ['hdlc.ua.128', 'hdlc.i.aare', 'hdlc.frmr', 'hdlc.ui.push', 'hdlc.seg.1']) {
      assert.equal(paper.raw(octets(id)).length, 0, id);
    }
    same(paper.raw(octets('hdlc.snrm.min')), octets('hdlc.ua.128'));
    const rr = { kind: 'RR', receiveNumber: 0, pollFinal: true };
    assert.deepEqual(controls(paper.exchange(octets('hdlc.rr.0'))), [rr]);
  });
});
