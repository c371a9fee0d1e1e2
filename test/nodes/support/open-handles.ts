/** What keeps this process alive: sockets, servers and timers, counted. */

export interface OpenHandles {
  readonly sockets: number;
  readonly servers: number;
  readonly timers: number;
}

export function openHandles(): OpenHandles {
  const kinds = process.getActiveResourcesInfo();
  const count = (...names: string[]) => kinds.filter((kind) => names.includes(kind)).length;
  return {
    sockets: count('TCPSocketWrap', 'TCPWRAP', 'PipeWrap'),
    servers: count('TCPServerWrap'),
    timers: count('Timeout', 'Immediate'),
  };
}
