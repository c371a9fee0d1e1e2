/**
 * A meter behind the TCP wrapper that knows nothing but a script: what it answers to a GET of an attribute.
 * Its AARE is that of the Green Book's example (get, block transfer, no lists).
 */
import { createServer, type Server, type Socket } from 'node:net';
import { fromHex } from '../../src/encoding/hex.js';

const AARE = '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400001010FFFF0007';
const RLRE = '6303800100';

export interface ScriptedMeter {
  readonly port: number;
  close(): Promise<void>;
}

/** @param script Octets of a Data by `OBIS:attribute`; a request that is missing here gets no answer. */
export async function scriptedMeter(script: Readonly<Record<string, string>>): Promise<ScriptedMeter> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (octets) => {
      const apdu = octets.subarray(8);
      const answer = answerTo(apdu, script);
      if (answer !== undefined) socket.write(wrapped(octets, fromHex(answer)));
    });
  });
  const port = await listening(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(apdu: Uint8Array, script: Readonly<Record<string, string>>): string | undefined {
  if (apdu[0] === 0x60) return AARE;
  if (apdu[0] === 0x62) return RLRE;
  const data = script[`${apdu.subarray(5, 11).join('.')}:${apdu[11]}`];
  const invokeId = (apdu[2] ?? 0).toString(16).padStart(2, '0');
  return data === undefined ? undefined : `C401${invokeId}${data}`;
}

function wrapped(request: Uint8Array, apdu: Uint8Array): Uint8Array {
  const [, , s0 = 0, s1 = 0, d0 = 0, d1 = 0] = request;
  return Uint8Array.of(0, 1, d0, d1, s0, s1, apdu.length >> 8, apdu.length & 0xff, ...apdu);
}

export function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
