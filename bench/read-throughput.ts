/**
 * What lists, long information fields and windows save, as ratios within one run: bursts and octets on the
 * line and the line's own time against the simulated meter in memory. Run: node dist/bench/read-throughput.js
 */
import type { LinkNegotiated, StackInput } from '../src/client/primitive.js';
import type { AttributeDescriptor } from '../src/cosem/descriptor.js';
import { clientStack } from '../test/support/client-stacks.js';
import { simulatedMeter } from '../test/support/simulated-meter.js';
import { type Server, StackPair } from '../test/support/stack-pair.js';
import { VirtualClock } from '../test/support/virtual-clock.js';

interface Cost {
  readonly bursts: number;
  readonly octets: number;
  /** Milliseconds on a line of 9600 baud. */
  readonly lineMs: number;
  readonly computedMs: number;
}

interface Line {
  readonly framing: 'hdlc' | 'wrapper';
  readonly parameters?: LinkNegotiated;
}

/** Ten bits an octet. */
const OCTET_MS = 10_000 / 9600;
/** From one side's last octet to the other's first. */
const TURN_MS = 20;
const LIST = 10;

const REGISTERS = ['1.0.1.8.0.255', '1.0.2.8.0.255', '1.0.1.7.0.255', '1.0.32.7.0.255', '1.0.31.7.0.255'];
const ATTRIBUTES: readonly AttributeDescriptor[] = Array.from({ length: 8 }).flatMap(() =>
  REGISTERS.map((logicalName) => ({ classId: 3, logicalName, attributeId: 2 })),
);
const OBJECT_LIST: AttributeDescriptor = { classId: 15, logicalName: '0.0.40.0.0.255', attributeId: 2 };

const short: Line = { framing: 'hdlc', parameters: link(128, 1) };
const long: Line = { framing: 'hdlc', parameters: link(1024, 7) };
const wrapper: Line = { framing: 'wrapper' };

function link(info: number, window: number): LinkNegotiated {
  return { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: window, windowReceive: window };
}

/** Carries out the reads in an association of their own and weighs what they cost beyond its opening. */
function cost({ framing, parameters }: Line, reads: readonly (readonly AttributeDescriptor[])[]): Cost {
  const clock = new VirtualClock();
  const count = { bursts: 0, octets: 0 };
  const meter = simulatedMeter(framing, clock, { limits: parameters ?? {} });
  const server: Server = (octets) => {
    const said = meter(octets);
    count.bursts += 1 + said.length;
    count.octets += octets.length;
    for (const each of said) count.octets += each instanceof Uint8Array ? each.length : each.octets.length;
    return said;
  };
  const pair = new StackPair({
    stack: clientStack({ framing, proposal: parameters }),
    server,
    clock,
    delayMs: 0,
  });
  expect(pair, { kind: 'COSEM-OPEN.request' }, 'COSEM-OPEN.confirm');
  const opened = { ...count };
  const start = performance.now();
  for (const attributes of reads) expect(pair, { kind: 'GET.request', attributes }, 'GET.confirm');
  const computedMs = performance.now() - start;
  const [bursts, octets] = [count.bursts - opened.bursts, count.octets - opened.octets];
  return { bursts, octets, lineMs: octets * OCTET_MS + bursts * TURN_MS, computedMs };
}

function expect(pair: StackPair, input: StackInput, kind: string): void {
  const outcome = pair.ask(input);
  if (outcome.kind !== kind) throw new Error(`${outcome.kind} where ${kind} was due`);
}

function packed(size: number): AttributeDescriptor[][] {
  const packs: AttributeDescriptor[][] = [];
  for (let at = 0; at < ATTRIBUTES.length; at += size) packs.push(ATTRIBUTES.slice(at, at + size));
  return packs;
}

function compare(title: string, one: Cost, other: Cost): void {
  const ratio = (key: keyof Cost) => (one[key] / other[key]).toFixed(2).padStart(10);
  console.log(title.padEnd(58), ratio('bursts'), ratio('octets'), ratio('lineMs'), ratio('computedMs'));
}

/** The first run of each pays for the compiler. */
for (const line of [short, long, wrapper]) cost(line, [[OBJECT_LIST], ...packed(1), ...packed(LIST)]);

console.log(''.padEnd(58), ...['bursts', 'octets', 'line', 'computed'].map((head) => head.padStart(10)));
for (const [name, line] of [
  ['HDLC 128/1', short],
  ['HDLC 1024/7', long],
  ['WRAPPER', wrapper],
] as const) {
  compare(`${name}: lists of ${LIST} to single reads`, cost(line, packed(LIST)), cost(line, packed(1)));
}
compare('object list: HDLC 1024/7 to HDLC 128/1', cost(long, [[OBJECT_LIST]]), cost(short, [[OBJECT_LIST]]));
compare('object list: WRAPPER to HDLC 128/1', cost(wrapper, [[OBJECT_LIST]]), cost(short, [[OBJECT_LIST]]));
compare('single reads: WRAPPER to HDLC 128/1', cost(wrapper, packed(1)), cost(short, packed(1)));
