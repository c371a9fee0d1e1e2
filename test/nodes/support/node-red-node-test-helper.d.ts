/** The part of the test helper that the tests use; it has no types of its own. */
declare module 'node-red-node-test-helper' {
  import type { Node, NodeInitializer } from 'node-red';

  interface AdminAnswer {
    readonly status: number;
    readonly body: unknown;
    readonly text: string;
    readonly headers: Record<string, string>;
  }

  interface AdminTest extends Promise<AdminAnswer> {
    set(header: string, value: string): AdminTest;
    send(body: object): AdminTest;
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
    request(): Record<'get' | 'post' | 'delete', (path: string) => AdminTest>;
    /** What the runtime logged since the flow was loaded: the arguments of each call. */
    log(): { readonly args: readonly unknown[][] };
    /** The runtime's own flows, as its admin API deploys and exports them. */
    readonly _redNodes: {
      setFlows(flow: readonly object[], type: 'full'): Promise<unknown>;
      getFlows(): { readonly flows: readonly object[] };
    };
  }

  const helper: Helper;
  export = helper;
}
