/**
 * Our link in the place of the foreign client of recorded sessions: given the same APDUs and the recorded
 * server's octets, it must send what that client sent, octet for octet.
 */
import assert from 'node:assert/strict';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { decodeLinkParameters } from '../../src/framing/hdlc/link-parameters.js';
import { SETTINGS } from '../support/hdlc-bench.js';
import { textsOf } from '../support/hdlc-notation.js';
import { LinkBench } from '../support/link-bench.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { describeShared, type Session, sessions } from '../support/shared.js';

interface Turn {
  readonly ours: boolean;
  readonly octets: Uint8Array;
  readonly texts: readonly string[];
}

function turnsOf(session: Session): Turn[] {
  return session.turns
    .filter(({ dir }) => dir === 'c>s' || dir === 's>c')
    .map(({ dir, hex }) => {
      const octets = octetsOf(hex);
      return { ours: dir === 'c>s', octets, texts: textsOf(octets) };
    });
}

function informationOf(text: string): string {
  return text.split(' ').find((word) => /^[0-9A-F]{4,}$/.test(word)) ?? '';
}

/** The request that starts with the I frame of this turn, without LLC header; segments follow in later turns. */
function requestAt(turns: readonly Turn[], at: number): string {
  let hex = '';
  for (const text of turns.slice(at).flatMap((turn) => (turn.ours ? turn.texts : []))) {
    if (!text.startsWith('I ')) continue;
    hex += informationOf(text);
    if (!text.includes(' more')) break;
  }
  return hex.replace(/^E6E600/, '');
}

function linkFor({ header }: Session, snrm: string): HdlcLink {
  const proposal = decodeLinkParameters(new OctetReader(octetsOf(informationOf(snrm)), 'hdlc'));
  const server = { size: 1, upper: Number(header.serverAddress), lower: 0 } as const;
  return new HdlcLink({ ...SETTINGS, server, client: Number(header.clientSAP), proposal });
}

function replay(session: Session): number {
  const turns = turnsOf(session);
  let bench = new LinkBench(linkFor(session, ''));
  let indications = 0;
  let inRequest = false;
  for (const [at, { ours, octets, texts }] of turns.entries()) {
    const [first = ''] = texts;
    if (!ours) bench.receive(octets);
    else if (first.startsWith('SNRM')) {
      bench = new LinkBench(linkFor(session, first));
      bench.put({ kind: 'DL-CONNECT.request' });
    } else if (first.startsWith('I ') && !inRequest) bench.request(requestAt(turns, at));
    else if (first.startsWith('DISC')) bench.put({ kind: 'DL-DISCONNECT.request' });
    if (ours) {
      inRequest = first.startsWith('I ') && first.includes(' more');
      assert.equal(hexOf(Buffer.concat(bench.takeSent())), hexOf(octets), `turn ${at}: ${first}`);
    }
    indications += bench.takeEvents().filter((event) => event.startsWith('DL-DATA.indication')).length;
  }
  return indications;
}

describeShared('our link in the place of a recorded client', (root) => {
  const plain = sessions(root).filter(({ file }) => /_hdlc_(ln|sn)_\w+_none_s0/.test(file));
  it('is tried on LN and SN sessions', () => assert.ok(plain.length > 10));
  for (const session of plain) {
    it(session.file, () => {
      const requests = turnsOf(session).flatMap(({ ours, texts }) => (ours ? texts : []));
      const asked = requests.filter((text) => text.startsWith('I ') && !text.includes(' more')).length;
      assert.ok(asked > 10);
      assert.equal(replay(session), asked);
    });
  }
});
