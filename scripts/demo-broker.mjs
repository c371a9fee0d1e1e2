/**
 * The MQTT broker of the demo, on this machine only. Port 1883 where it is free, so that any MQTT client finds
 * it, else any other; the flow and the greeting get its address.
 */
import { createServer } from 'node:net';
import { Aedes } from 'aedes';

const USUAL_PORT = 1883;

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

/** @returns its address, for example `mqtt://127.0.0.1:1883` */
export async function startBroker() {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  const port = await listen(server, USUAL_PORT).catch(() => listen(server, 0));
  return `mqtt://127.0.0.1:${port}`;
}
