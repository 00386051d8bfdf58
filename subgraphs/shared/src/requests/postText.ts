import { type ClientRequest, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { TlsIdentity } from './tlsIdentity';

/** A body to be posted. */
export interface PostedText {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Who is asking, where the address is one of TLS. */
  readonly tls?: TlsIdentity | null;
}

/** Posts a text, and answers with status and text. Rejects where no whole answer comes within the time. */
export function postText(posted: PostedText): Promise<{ readonly status: number; readonly text: string }> {
  const { url, headers, body, timeoutMs, tls } = posted;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, signal: AbortSignal.timeout(timeoutMs) };
    const sending: ClientRequest = url.startsWith('https:')
      ? requestTls(url, { ...options, ...tls })
      : requestPlain(url, options);
    sending.on('error', reject).on('response', (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (piece: string) => {
          text += piece;
        })
        .on('error', reject)
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.end(body);
  });
}
