import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { RequestContext } from '../requestContext';
import type { Execute } from './freezeAnswer';

/** Executes operations inside the process, with the context that is made for each: the same path as over HTTP. */
export function executeAnonymously<C extends RequestContext>(
  server: ApolloServer<C>,
  createContext: () => Promise<C>,
): Execute {
  return async (request) => {
    const headers = new HeaderMap([
      ['content-type', 'application/json'],
      ['accept', 'application/json'],
    ]);
    const httpGraphQLRequest = { method: 'POST', headers, search: '', body: request };
    const { body } = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: createContext });
    if (body.kind !== 'complete') throw new Error('A query without @defer has one answer.');
    return JSON.parse(body.string);
  };
}
