import type { Connection } from './Connection';
import type { HttpResponse } from './ResponseReader';

/** Where an exchange was when it failed. */
export type ExchangeStage =
  /** There was no connection yet: nothing was sent. */
  | 'connecting'
  /** A kept connection turned out to be closed before anything came. Whether the server saw the request, nobody knows. */
  | 'kept'
  | 'under way';

/** One request and its response, over a socket of a pool. */
export interface Exchange {
  /** Head and body, ready for the wire. */
  readonly message: string;
  /** Goes over a connection that nothing was sent on before, so that it cannot meet one that is about to be closed. */
  readonly needsFreshSocket: boolean;
  /** The connection that it is on; set by the pool. */
  connection: Connection | undefined;
  /** A whole response has come; `isKept` where the connection had served others before. */
  done(response: HttpResponse, isKept: boolean): void;
  failed(error: Error, stage: ExchangeStage): void;
}
