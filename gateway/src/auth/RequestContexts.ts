import type { Caller } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import { newCost } from '../demand/RequestCost';
import type { RequestWatch } from '../engine';
import type { Signal } from '../execute/Ending';
import { clientOf } from '../http/clientOf';
import type { Exchange } from '../http/Exchange';
import { summaryOf } from '../http/summaryOf';
import { newNotes, type RequestNotes } from '../observe/RequestNotes';
import type { RequestContext } from '../requestContext';
import type { Authenticator } from './createAuthenticator';
import type { CallerSigner } from './createCallerSigner';

/** Who asks for one operation on a connection of many, and what tells it apart. */
export interface Asking {
  readonly requestId: string;
  readonly caller: Caller | null;
  /** The client's address. */
  readonly address: string;
  readonly notes?: RequestNotes;
  readonly watch?: RequestWatch;
}

/** How long what is asked over one request may go on: until this aborts. */
type Until = Signal;

/** Makes the context of each request: finds out who asks, and signs that for the departments. */
export class RequestContexts {
  constructor(
    private readonly authenticate: Authenticator,
    private readonly signCaller: CallerSigner,
    private readonly log: Logger,
  ) {}

  /** For whoever sent an HTTP request, which the log then tells of. Rejects with UNAUTHENTICATED. */
  async ofExchange(exchange: Exchange, signal: Until): Promise<RequestContext> {
    const caller = await this.authenticate(exchange.request.headers.authorization);
    const context = await this.#of(exchange, caller, signal);
    exchange.summary = () => summaryOf(context, clientOf(exchange.request.headers));
    return context;
  }

  /** For an operation of this gateway's own, without any rights, whoever caused it. */
  anonymous(exchange: Exchange, signal: Until): Promise<RequestContext> {
    return this.#of(exchange, null, signal);
  }

  /** For one operation of a caller who was verified before, on a connection of many operations. */
  ofCaller(asking: Asking, signal: Until): Promise<RequestContext> {
    const { requestId, caller, address, notes = newNotes(), watch } = asking;
    const log = this.log.child({ requestId });
    return this.#of({ requestId, log, address, notes, watch }, caller, signal);
  }

  async #of(
    scope: Pick<RequestContext, 'requestId' | 'log' | 'address' | 'notes' | 'watch'>,
    caller: Caller | null,
    signal: Until,
  ): Promise<RequestContext> {
    const callerHeaders = await this.signCaller(caller);
    // Written out member by member: copying an object into another costs more, on every request.
    return {
      requestId: scope.requestId,
      log: scope.log,
      address: scope.address,
      caller,
      callerHeaders,
      notes: scope.notes,
      watch: scope.watch,
      signal,
      departmentsAsked: new Set<string>(),
      operations: scope.notes.operations,
      cost: newCost(),
    };
  }
}
