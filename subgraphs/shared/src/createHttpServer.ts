import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { TlsIdentity } from './requests/tlsIdentity';

/** Longer than the gateway keeps a socket that nobody uses, so that it is the gateway that leaves. */
const keepAliveTimeout = 65_000;

/** A server that does not listen yet; with an identity, of TLS, for clients with a certificate of its authority alone. */
export function createHttpServer(handler: RequestListener, tls?: TlsIdentity | null): Server {
  if (!tls) return createServer({ keepAliveTimeout }, handler);
  const whom = { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  return createTlsServer({ keepAliveTimeout, ...tls, ...whom }, handler);
}
