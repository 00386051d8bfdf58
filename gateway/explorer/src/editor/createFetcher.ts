import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { isObject } from '../answer/Answer';
import { endpoint } from '../answer/runOperation';
import { keepResult } from './lastResult';

/** Asks the gateway to send its plan along; the editor is where people look at it. */
const explain = { 'x-lien-thong-explain': '1', 'graphql-client-name': 'explorer-editor' };

/** Sends what the editor runs, and keeps each single answer for the panels of plan and table. */
export function createFetcher(): Fetcher {
  const send = createGraphiQLFetcher({ url: endpoint, headers: explain });
  return async (request, options) => {
    const started = performance.now();
    const result = await send(request, options);
    const isIntrospection = request.operationName === 'IntrospectionQuery';
    if (!isIntrospection && isObject(result) && ('data' in result || 'errors' in result)) {
      keepResult({
        query: request.query,
        operationName: request.operationName ?? undefined,
        variables: isObject(request.variables) ? request.variables : {},
        body: result,
        tookMs: performance.now() - started,
      });
    }
    return result;
  };
}
