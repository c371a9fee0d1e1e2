/** An MQTT client that hears all topics of a broker. */
import { connectAsync, type MqttClient } from 'mqtt';

export interface Heard {
  readonly topic: string;
  readonly text: string;
  /** Kept by the broker from before this client came. */
  readonly retained: boolean;
}

const PATIENCE_MS = 15_000;

export class MqttListener {
  readonly heard: Heard[] = [];
  readonly #client: MqttClient;
  readonly #waiters = new Set<() => void>();

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, text: payload.toString(), retained: retain });
      for (const wake of this.#waiters) wake();
    });
  }

  static async connect(port: number): Promise<MqttListener> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 200 });
    const listener = new MqttListener(client);
    await client.subscribeAsync('#');
    return listener;
  }

  /** The latest text of a topic. */
  text(topic: string): string | undefined {
    return this.heard.findLast((message) => message.topic === topic)?.text;
  }

  async publish(topic: string, text: string): Promise<void> {
    await this.#client.publishAsync(topic, text);
  }

  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(check);
        reject(new Error(`${what} did not come; this did: ${JSON.stringify(this.heard)}`));
      }, PATIENCE_MS);
      this.#waiters.add(check);
      check();
    });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
