import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../requestContext';
import { type RateLimits, rateLimitHeaders } from './RateLimits';

/**
 * Charges each operation before it is executed, and refuses it where the budget does not hold its cost. It must come
 * after what estimates the cost. What is not valid costs what it was to read it, one point where nobody estimates.
 */
export function useRateLimits(limits: RateLimits, windowSeconds: number): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue }) {
      if (!limits.counts(contextValue)) return;
      let isCharged = false;
      return {
        async didResolveOperation({ response }) {
          isCharged = true;
          const standing = await limits.charge(contextValue, takePoints(contextValue));
          if (!standing) return;
          for (const [name, value] of rateLimitHeaders(standing, windowSeconds)) {
            response.http.headers.set(name, value);
          }
        },
        async willSendResponse() {
          if (!isCharged) limits.note(contextValue, takePoints(contextValue));
        },
      };
    },
  };
}

/** The estimated cost of the operation under way, one point where nobody estimates; the next of a batch begins anew. */
export function takePoints(context: RequestContext): number {
  const { estimatedCost = 1 } = context;
  context.estimatedCost = undefined;
  return estimatedCost;
}
