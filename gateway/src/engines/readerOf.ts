import { callerHeader } from '@lien-thong/subgraph-kit';
import type { RequestContext } from '../requestContext';

/**
 * The name of who asks, for answers that are kept: everything that is known of the caller, and every header that departments get, but for
 * the signature of the caller, which is another one every few seconds and says the same.
 */
export function readerOf({
  caller,
  callerHeaders,
}: Pick<RequestContext, 'caller' | 'callerHeaders'>): string {
  const headers = Object.entries(callerHeaders).filter(([name]) => name !== callerHeader);
  return JSON.stringify([caller, headers]);
}
