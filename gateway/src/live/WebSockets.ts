import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { codedError } from '@lien-thong/schema';
import type { Caller } from '@lien-thong/subgraph-kit';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
} from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, type SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Asking } from '../auth/RequestContexts';
import type { Signal } from '../execute/Ending';
import { clientOf } from '../http/clientOf';
import { BodyError } from '../http/readBody';
import { summaryOf } from '../http/summaryOf';
import type { Observation } from '../observe/Observation';
import { newNotes } from '../observe/RequestNotes';
import { bodyWithDocumentId } from '../persisted/documentId';
import type { SentOperation } from '../persisted/PersistedOperations';
import type { RequestContext } from '../requestContext';
import type { AddressOf } from '../traffic/clientAddress';
import type { LiveOperations } from './LiveOperations';

/** What WebSockets are made with. */
export interface WebSocketsOptions {
  readonly live: LiveOperations;
  readonly log: Logger;
  /** The largest message that is taken, in bytes. */
  readonly messageLimitBytes: number;
  /** How many connections may be open at once. */
  readonly connectionLimit: number;
  /** Origins whose pages may connect, beside those of this gateway itself; `*` stands for all. */
  readonly corsOrigins: readonly string[];
  /** Parses an operation, but for one that is too large. */
  read(query: string): DocumentNode;
  /** The text of what was sent, by itself or by an id; null where the id is not known. */
  textOf(sent: SentOperation): Promise<string | null>;
  /** Whether operations can be answered now. */
  isReady(): boolean;
  /** Verifies a caller; rejects with UNAUTHENTICATED. */
  authenticate(authorization: string | undefined): Promise<Caller | null>;
  /** A connection that has not taken what was sent to it for so long is cut off, in milliseconds. */
  readonly sendDeadlineMs: number;
  /** The address of the client that asked for the connection. */
  readonly addressOf: AddressOf;
  /** The context of one operation. */
  createContext(asking: Asking, signal: Signal): Promise<RequestContext>;
  /** Looks at one operation; told when it has ended. */
  readonly observation: Observation;
}

/** What is kept of a connection. */
interface Connection extends Record<PropertyKey, unknown> {
  caller?: Caller | null;
  address?: string;
  /** Of the request for the connection. */
  headers?: IncomingHttpHeaders;
}

/** Stands for an operation that is not known: the answer says so, as over HTTP. */
const unknownOperation = '{ __typename }';

/** How often a connection is asked whether it still takes what is sent, in milliseconds. */
const pingMs = 12_000;

/** Answers `graphql-transport-ws` (the protocol of graphql-ws) on connections that are upgraded at /graphql. */
export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #server: WebSocketServer;
  readonly #graphql: ReturnType<typeof useServer>;

  constructor(options: WebSocketsOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: options.messageLimitBytes });
    this.#graphql = useServer<{ authorization?: string }, Connection>(
      {
        onConnect: async ({ connectionParams, extra }) => {
          extra.address = options.addressOf(extra.request);
          extra.headers = extra.request.headers;
          const authorization = connectionParams?.authorization ?? extra.request.headers.authorization;
          try {
            extra.caller = await options.authenticate(authorization);
            return true;
          } catch (error) {
            extra.socket.close(4401, closeReason(error));
            return false;
          }
        },
        onSubscribe: (context, _id, payload) => this.#prepare(payload, context.extra),
        execute: answersOf,
        subscribe: answersOf,
        // Answers are formatted already; the library would format them as its own.
        onNext: (_context, _id, _payload, _args, answer) => answer as FormattedExecutionResult,
        isProd: true,
      },
      this.#server,
      Math.min(pingMs, options.sendDeadlineMs),
    );
  }

  /** Takes over a connection that asks for an upgrade, or refuses it with a status. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const status = this.#refusal(request);
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#server.emit('connection', webSocket, request);
    });
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#server.clients.size;
  }

  /** Closes all connections with 1001, "going away". */
  async close(): Promise<void> {
    await this.#graphql.dispose();
  }

  #refusal({ url, headers }: IncomingMessage): string | null {
    if (url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
    const protocols = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
    if (!protocols.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)) return '400 Bad Request';
    const { origin, host } = headers;
    const { corsOrigins, connectionLimit, isReady } = this.#options;
    const isFull = this.#server.clients.size >= connectionLimit;
    if (isFull || !isReady()) return '503 Service Unavailable';
    // A page of another site may connect without asking: only the origin tells.
    const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
    return isOwn || corsOrigins.includes('*') || corsOrigins.includes(origin) ? null : '403 Forbidden';
  }

  async #prepare(sent: SubscribePayload, connection: Connection) {
    const payload = bodyWithDocumentId(sent);
    if (payload instanceof BodyError) return [codedError('BAD_REQUEST', { message: payload.message })];
    const { query, operationName, variables, extensions } = payload as SubscribePayload;
    const asked = { query: query ?? '', operationName, variables, extensions };
    try {
      const text = await this.#options.textOf({ query: asked.query, extensions: extensions ?? undefined });
      const document = this.#options.read(text ?? unknownOperation);
      const contextValue: Prepared = { answers: () => this.#answers(asked, connection) };
      // The schema and whether the operation fits it are for `LiveOperations` to know.
      const named = text === null ? undefined : operationName;
      return { document, operationName: named, variableValues: variables, contextValue } as never;
    } catch (error) {
      if (error instanceof GraphQLError && error.extensions.code !== undefined) return [error];
      const message = error instanceof Error ? error.message : String(error);
      return [new GraphQLError(message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })];
    }
  }

  /** The answers to one operation. A client that completes it ends it at the departments too. */
  #answers(
    payload: SubscribePayload,
    { caller = null, address = '', headers = {} }: Connection,
  ): AsyncIterableIterator<FormattedExecutionResult> {
    const { live, log, observation, createContext } = this.#options;
    const abort = new AbortController();
    const requestId = randomUUID();
    const startedAt = performance.now();
    const notes = newNotes();
    const { watch, ended } = observation.watchLive({
      headers,
      requestId,
      notes,
      log: log.child({ requestId }),
    });
    const leave = live.register(() => abort.abort());
    const run = async function* () {
      const context = await createContext({ requestId, caller, address, notes, watch }, abort.signal);
      try {
        yield* live.answers(payload, context);
      } finally {
        leave();
        const ms = Math.round(performance.now() - startedAt);
        ended();
        const { before, after, facts } = summaryOf(context, clientOf(headers));
        log.info({ requestId, ms, ...facts }, `${before} over WebSocket ${ms} ms ${after}`.trimEnd());
      }
    };
    const answers = run();
    return {
      next: () => answers.next(),
      // A generator that waits for an event hears of its end only through the signal.
      return: () => {
        abort.abort();
        return answers.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** What the library is given in place of graphql-js: formatted answers, which it passes on as they are. */
function answersOf({ contextValue }: ExecutionArgs): AsyncIterable<ExecutionResult> {
  return (contextValue as Prepared).answers() as AsyncIterable<unknown> as AsyncIterable<ExecutionResult>;
}

interface Prepared {
  answers(): AsyncIterableIterator<FormattedExecutionResult>;
}

/** At most 123 bytes fit into a close frame. */
function closeReason(error: unknown): string {
  const { message = 'UNAUTHENTICATED' } = error as { message?: string };
  return Buffer.from(`UNAUTHENTICATED: ${message}`).subarray(0, 120).toString();
}
