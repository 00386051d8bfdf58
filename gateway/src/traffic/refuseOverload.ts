import { codedError, errorCodes } from '@lien-thong/schema';
import type { Exchange } from '../http/Exchange';
import { answerType } from '../http/negotiate';

/** A body up to this size is read and thrown away, so that the connection can be used again, in bytes. */
const readAnywayBytes = 65_536;
/** Clients are told to come back after 1 to this many seconds, so that not all come back at once. */
const longestRetrySeconds = 3;

const error = codedError('OVERLOADED');
const body = JSON.stringify({ errors: [{ message: error.message, extensions: error.extensions }] });
const bodyBytes = Buffer.byteLength(body);

/** Answers 503 with OVERLOADED, as cheaply as can be: nothing is read of the body, and no line is logged for it alone. */
export function refuseOverload(exchange: Exchange): void {
  if (exchange.isOver) return;
  const { request, response } = exchange;
  exchange.isQuiet = true;
  exchange.notes.errorCodes.push('OVERLOADED');
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = request.headers;
  if (chunked !== undefined || Number(length) > readAnywayBytes) response.setHeader('connection', 'close');
  const type = answerType(request.headers.accept) ?? 'application/json';
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'retry-after': String(1 + Math.floor(Math.random() * longestRetrySeconds)),
    'content-length': bodyBytes,
  };
  exchange.begin(errorCodes.OVERLOADED.httpStatus, headers);
  // A string goes out with the head in one piece.
  response.end(body);
}
