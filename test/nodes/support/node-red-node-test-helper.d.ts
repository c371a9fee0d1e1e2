/** The part of the test helper that the tests use; it has no types of its own. */
declare module 'node-red-node-test-helper' {
  import type { Node, NodeInitializer } from 'node-red';

  interface AdminTest extends Promise<{ readonly status: number; readonly body: unknown }> {
    set(header: string, value: string): AdminTest;
  }

  interface Helper {
    init(runtimePath: string, settings?: object): void;
    settings(settings: object): object;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    load(nodes: readonly NodeInitializer[], flow: readonly object[], credentials: object): Promise<void>;
    unload(): Promise<void>;
    setFlows(flow: readonly object[], type: 'full' | 'flows' | 'nodes', credentials: object): Promise<void>;
    getNode(id: string): Node | null;
    request(): { get(path: string): AdminTest };
  }

  const helper: Helper;
  export = helper;
}
