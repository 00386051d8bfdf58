import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Why a body was not read. */
export class BodyError extends Error {
  constructor(
    readonly status: 400 | 413 | 415 | 499,
    message: string,
  ) {
    super(message);
    this.name = 'BodyError';
  }
}

const unpackers = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress } as const;

/**
 * The text of a request's body, unpacked. Rejects with a BodyError: 413 as soon as more than `limitBytes` have come
 * out of it, so that a small packed body cannot grow large; 415 for an encoding that is not known; 400 for broken data.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  try {
    const chunks = await collect(unpacked(request, limitBytes), limitBytes);
    return (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
  } catch (error) {
    if (request.destroyed && !request.complete && !(error instanceof BodyError)) throw brokenOff();
    throw error;
  }
}

/** By its events: to iterate over a stream costs several times as much, and most bodies are one piece. */
function collect(stream: Readable, limitBytes: number): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const add = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      // The request outlives a refusal of its body: the answer goes over the same connection.
      stream.off('data', add).pause();
      reject(tooLarge(limitBytes));
    };
    stream.on('data', add);
    stream.once('end', () => resolve(chunks));
    stream.once('error', reject);
    stream.once('close', () => reject(brokenOff()));
  });
}

function unpacked(request: IncomingMessage, limitBytes: number): Readable {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === 'identity' || encoding === '') return request;
  if (!(encoding in unpackers)) {
    throw new BodyError(
      415,
      `The content-encoding "${encoding}" is not known: send gzip, deflate, br or none.`,
    );
  }
  const unpacker = unpackers[encoding as keyof typeof unpackers]();
  request.on('error', (error) => unpacker.destroy(error));
  let packedBytes = 0;
  // Packed data can go on for ever without anything coming out of it.
  request.on('data', (chunk: Buffer) => {
    packedBytes += chunk.length;
    if (packedBytes > limitBytes) unpacker.destroy(tooLarge(limitBytes));
  });
  return request.pipe(unpacker);
}

/** Nobody reads the answer; the status is what the log has for a client that is gone. */
function brokenOff(): BodyError {
  return new BodyError(499, 'The connection broke off before the body was whole.');
}

function tooLarge(limitBytes: number): BodyError {
  return new BodyError(413, `The body is larger than ${limitBytes} bytes, unpacked.`);
}
