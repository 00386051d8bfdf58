import type { ServerOptions } from 'node:http';

/** How long a connection may take for what, in milliseconds, and how much of it there may be. */
export interface ConnectionLimits {
  readonly connectionLimit: number;
  readonly headerLimitBytes: number;
  readonly headersDeadlineMs: number;
  readonly receiveDeadlineMs: number;
  readonly idleConnectionMs: number;
}

/** How often connections are looked at for their deadlines at least, in milliseconds. */
const checkedEveryMs = 1_000;

/** The limits as Node's HTTP server takes them; its parser stays strict, which is what keeps requests apart. */
export function serverOptions(limits: ConnectionLimits): ServerOptions {
  const { headersDeadlineMs, receiveDeadlineMs, idleConnectionMs, headerLimitBytes } = limits;
  const headersTimeout = Math.min(headersDeadlineMs, receiveDeadlineMs);
  return {
    headersTimeout,
    requestTimeout: receiveDeadlineMs,
    keepAliveTimeout: idleConnectionMs,
    connectionsCheckingInterval: Math.min(checkedEveryMs, Math.ceil(headersTimeout / 4)),
    maxHeaderSize: headerLimitBytes,
    insecureHTTPParser: false,
    requireHostHeader: true,
    joinDuplicateHeaders: false,
  };
}
