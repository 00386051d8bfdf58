import { financeDefinition } from '@lien-thong/finance';
import {
  createRequestGate,
  createRequestSigner,
  type OutgoingRequest,
  type RequestGateOptions,
  type RunningSubgraph,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import pino from 'pino';
import type { RequestKeyFolder } from '../helpers/requestKeys';

/** An answer of a department. */
export interface Answered {
  readonly status: number;
  readonly reason: unknown;
  readonly code: unknown;
  readonly data: unknown;
}

/** A department that answers signed requests alone. */
export interface SignedDepartment {
  readonly running: RunningSubgraph;
  /** How many requests have got as far as their context. */
  executed(): number;
  stop(): Promise<void>;
}

/** The department of finance behind a gate; its database is nowhere, and nothing here needs it. */
export async function startSignedDepartment(
  keys: RequestKeyFolder,
  options: RequestGateOptions = {},
): Promise<SignedDepartment> {
  let executed = 0;
  const definition = financeDefinition();
  const running = await startSubgraph(
    {
      ...definition,
      createContext: (base) => {
        executed += 1;
        return definition.createContext(base);
      },
    },
    {
      port: 0,
      host: '127.0.0.1',
      databaseUri: 'mongodb://127.0.0.1:9/finance?serverSelectionTimeoutMS=100',
      log: pino({ level: 'silent' }),
      gate: createRequestGate(keys.of('finance'), options),
      drainMs: 100,
    },
  );
  return { running, executed: () => executed, stop: () => running.stop() };
}

/** The body of a question that needs no database. */
export const question = JSON.stringify({ query: '{ __typename }' });

/** A request as it is signed, unless said otherwise. */
export const plainRequest: OutgoingRequest = {
  method: 'POST',
  target: '/graphql',
  body: question,
  headers: {},
};

/** Signs a request to finance as that party at that time. */
export function signAs(
  keys: RequestKeyFolder,
  party: string,
  request: Partial<OutgoingRequest> & { readonly at?: number; readonly to?: string } = {},
): Record<string, string> {
  const { at, to = 'finance', ...parts } = request;
  const sign = createRequestSigner(keys.of(party), at === undefined ? Date.now : () => at);
  return { ...sign(to)({ ...plainRequest, ...parts }) };
}

/** Sends a request with those headers, by default the one that `signAs` signs. */
export async function send(
  { running }: { readonly running: Pick<RunningSubgraph, 'url'> },
  headers: Record<string, string>,
  { method, target, body }: Partial<OutgoingRequest> = {},
): Promise<Answered> {
  const response = await fetch(new URL(target ?? '/graphql', running.url), {
    method: method ?? 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'GET' ? undefined : (body ?? question),
  });
  const { data, errors } = (await response.json()) as {
    data?: unknown;
    errors?: { extensions: Record<string, unknown> }[];
  };
  const { code, reason } = errors?.[0]?.extensions ?? {};
  return { status: response.status, code, reason, data };
}
