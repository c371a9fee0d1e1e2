/** A TCP line to a server that goes dumb once the client has sent certain octets, and records what it sends. */
import { connect, createServer, type Socket } from 'node:net';
import { listening } from './scripted-meter.js';

export interface MutedLine {
  readonly port: number;
  /** Resolves when the octets were sent; nothing comes back from then on. */
  readonly muted: Promise<void>;
  sent(): Buffer;
  close(): void;
}

export async function mutedLine(target: number | undefined, mutingOctets: Buffer): Promise<MutedLine> {
  let sent = Buffer.alloc(0);
  let mute = (): void => undefined;
  const muted = new Promise<void>((resolve) => {
    mute = resolve;
  });
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const meter = connect(target ?? 0, '127.0.0.1');
    sockets.push(client, meter);
    for (const socket of [client, meter]) socket.on('error', () => undefined);
    client.on('data', (octets) => {
      sent = Buffer.concat([sent, octets]);
      if (sent.includes(mutingOctets)) mute();
      else meter.write(octets);
    });
    meter.on('data', (octets) => client.write(octets));
  });
  const port = await listening(server);
  return {
    port,
    muted,
    sent: () => sent,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
