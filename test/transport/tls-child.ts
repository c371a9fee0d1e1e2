/** What a process of its own does for the TLS tests: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { DlmsError } from '../../src/errors.js';
import { openTls } from '../../src/transport/tls.js';

/** Serves with the identity of the environment, connects to it, and prints what came of it. */
export function serveAndDial(): void {
  const { CERT: cert = '', KEY: key = '' } = process.env;
  const server = createServer({ cert, key }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1', async () => {
    const { port } = server.address() as AddressInfo;
    const open = openTls({ host: '127.0.0.1', port, connectTimeoutMs: 2000, verify: true });
    const outcome = await open().then(
      async (transport) => {
        await transport.close();
        return 'open';
      },
      (error: unknown) => (error instanceof DlmsError ? error.code : String(error)),
    );
    process.stdout.write(outcome, () => process.exit());
  });
}
