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

/** What was there before may have ended meanwhile; more than that may not be there. */
export function noMoreThan(before: OpenHandles): boolean {
  const { sockets, servers, timers } = openHandles();
  return sockets <= before.sockets && servers <= before.servers && timers <= before.timers;
}
