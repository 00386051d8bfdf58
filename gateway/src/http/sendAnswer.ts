import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HTTPGraphQLResponse } from '@apollo/server';
import { encodePausing } from '../respond/encodePausing';
import type { SlowReaders } from '../traffic/SlowReaders';
import type { Exchange } from './Exchange';
import { answerEncoding } from './negotiate';

/** Texts of so many characters are encoded with pauses. */
const longText = 512 * 1024;

const compressors = {
  gzip: promisify<Buffer, Buffer>((data, done) => gzip(data, { level: 6 }, done)),
  // Level 4 packs JSON better than gzip does and costs about the same.
  br: promisify<Buffer, Buffer>((data, done) =>
    brotliCompress(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, done),
  ),
} as const;

/** How answers are sent. */
export interface SendOptions {
  /** The smallest answer that is compressed, in bytes. */
  readonly compressFromBytes: number;
  readonly slowReaders: SlowReaders;
}

/**
 * Sends what Apollo Server answered. An answer in one piece of at least `compressFromBytes` is compressed as the client
 * likes; one in several pieces never is, so that each piece arrives when it is sent.
 */
export async function sendAnswer(
  exchange: Exchange,
  { status = 200, headers, body }: HTTPGraphQLResponse,
  { compressFromBytes, slowReaders }: SendOptions,
): Promise<void> {
  const outgoing = Object.fromEntries(headers);
  if (body.kind === 'complete')
    return sendWhole(exchange, { status, outgoing, text: body.string }, compressFromBytes);
  if (exchange.isOver) return;
  exchange.begin(status, outgoing);
  for await (const piece of body.asyncIterator) {
    if (exchange.response.destroyed) break;
    if (!exchange.response.write(piece)) await slowReaders.drained(exchange.response);
  }
  exchange.response.end();
}

/** An answer in one piece. */
export interface WholeAnswer {
  readonly status: number;
  /** Its headers, the media type among them. */
  readonly outgoing: Record<string, string>;
  readonly text: string;
}

/** Sends an answer in one piece, compressed from that size on as the client likes. */
export async function sendWhole(
  exchange: Exchange,
  { status, outgoing, text }: WholeAnswer,
  compressFromBytes: number,
): Promise<void> {
  const encoding = text.length < compressFromBytes ? null : answerEncoding(acceptEncodingOf(exchange));
  const vary = {
    ...outgoing,
    vary: [exchange.extraHeaders.vary, 'accept', 'accept-encoding'].filter(Boolean).join(', '),
  };
  const pieces = text.length < longText ? null : await encodePausing(text);
  if (encoding === null)
    return pieces ? exchange.endPieces(status, vary, pieces) : exchange.end(status, vary, text);
  const packed = await compressors[encoding](pieces ? Buffer.concat(pieces) : Buffer.from(text));
  exchange.end(status, { ...vary, 'content-encoding': encoding }, packed);
}

function acceptEncodingOf({ request }: Exchange): string | undefined {
  const accepted = request.headers['accept-encoding'];
  return Array.isArray(accepted) ? accepted.join(',') : accepted;
}
