/** Mosquitto, the MQTT broker, on this machine alone; it forgets everything when it ends. */
import { connect } from 'node:net';
import { type Service, startService } from './service.js';

export function startMosquitto(): Promise<Service> {
  return startService({
    program: 'mosquitto',
    configuration: (port) => `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`,
    args: (file) => ['-c', file],
    isReady: accepts,
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
