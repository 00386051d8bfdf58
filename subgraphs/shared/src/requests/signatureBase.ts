import { createHmac, hash, type KeyObject } from 'node:crypto';

/** Headers that say who asks: signed where a request has them, and refused where they are not. */
export const signedHeaders = ['authorization', 'x-lien-thong-caller'] as const;

/** What a signature is over. */
export interface SignedParts {
  readonly method: string;
  /** Path and query, as they stand in the first line of the request. */
  readonly target: string;
  /** The `content-digest` of the body. */
  readonly digest: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The value of `content-digest` (RFC 9530) of a body. */
export function contentDigest(body: string | Buffer): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

/** The components that a signature of these headers is over, as RFC 9421 writes them. */
export function coveredComponents(headers: SignedParts['headers']): string {
  let names = '"@method" "@request-target" "content-digest"';
  for (const name of signedHeaders) if (headers[name] !== undefined) names += ` "${name}"`;
  return names;
}

/**
 * The text that is signed: RFC 9421, 2.5, over the components of `coveredComponents`, in that order. `params` is the
 * value behind the label in `signature-input`.
 */
export function signatureBase({ method, target, digest, headers }: SignedParts, params: string): string {
  let base = `"@method": ${method}\n"@request-target": ${target}\n"content-digest": ${digest}\n`;
  for (const name of signedHeaders) {
    const value = headers[name];
    if (value !== undefined) base += `"${name}": ${value}\n`;
  }
  return `${base}"@signature-params": ${params}`;
}

/** The signature (`hmac-sha256`) of that text, in base64. */
export function signatureOf(base: string, secret: KeyObject): string {
  return createHmac('sha256', secret).update(base).digest('base64');
}
