/** A simulated meter behind other transports than its own: TLS that ends here, and datagrams. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** @param to the TCP port of the meter */
export async function tlsRelay(to: number, options: TlsOptions): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer(options, (outside) => {
    const inside = connect(to, '127.0.0.1');
    for (const socket of [outside, inside]) {
      open.add(socket);
      socket.on('error', () => undefined);
    }
    outside.pipe(inside).pipe(outside);
  }).on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Each datagram goes to the meter as it is, each answer back as one. @param to the TCP port of the meter */
export async function udpRelay(to: number): Promise<Relay> {
  const socket = createSocket('udp4');
  const inside = connect(to, '127.0.0.1').on('error', () => undefined);
  socket.on('message', (octets, client) => {
    inside.removeAllListeners('data');
    inside.on('data', (answer) => socket.send(answer, client.port, client.address));
    inside.write(octets);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    close: async () => {
      inside.destroy();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
