import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../requestContext';
import { ObservedRequest } from './ObservedRequest';

/** Gives parsing and validation spans of their own. Operations that are known already are neither parsed nor validated. */
export function usePhaseSpans(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { watch } }) {
      if (!(watch instanceof ObservedRequest)) return;
      const phase = (name: string) => async () => {
        const end = watch.begin(name);
        return async () => end();
      };
      return { parsingDidStart: phase('parse'), validationDidStart: phase('validate') };
    },
  };
}
