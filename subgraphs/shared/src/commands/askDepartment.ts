import type { SignRequest } from '../requests/createRequestSigner';
import { postText } from '../requests/postText';
import type { TlsIdentity } from '../requests/tlsIdentity';
import { refuse } from './refusal';

/** How a department reaches another one's subgraph for a guard. */
export interface AskOptions {
  /** Address of the owner's GraphQL endpoint. */
  readonly url: string;
  /** Name of the owner, for the message. */
  readonly department: string;
  /** Headers to send: the caller's token, the request id. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the answer may take, milliseconds. */
  readonly timeoutMs?: number;
  /** Signs the question as this department's; unsigned where it is left out. */
  readonly sign?: SignRequest;
  /** Who asks in TLS. */
  readonly tls?: TlsIdentity | null;
}

/** A guard's question. */
export interface GuardQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Asks the owner of a fact through its own subgraph. Fails closed: no answer in time, an HTTP error, or a GraphQL
 * error is a refusal UPSTREAM_UNAVAILABLE, and the command writes nothing.
 */
export async function askDepartment<T>(options: AskOptions, question: GuardQuestion): Promise<T> {
  const { url, department, headers = {}, timeoutMs = 2_000, sign, tls } = options;
  try {
    const body = JSON.stringify(question);
    const { pathname, search } = new URL(url);
    const { status, text } = await postText({
      url,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...headers,
        ...sign?.({ method: 'POST', target: pathname + search, body, headers }),
      },
      body,
      timeoutMs,
      tls,
    });
    const answer = JSON.parse(text) as { data?: T | null; errors?: unknown[] };
    if (status >= 200 && status < 300 && answer.data && !answer.errors?.length) return answer.data;
  } catch {
    // Whatever went wrong between the departments, the answer to the caller is the same: nothing was written.
  }
  return refuse('UPSTREAM_UNAVAILABLE', {
    message: {
      vi: `Cần hỏi ${department} nhưng không có trả lời kịp thời. Chưa ghi gì; hãy thử lại.`,
      en: `${department} had to be asked and did not answer in time. Nothing was written; try again.`,
    },
  });
}
