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
          const standing = await limits.charge(contextValue, pointsOf(contextValue));
          if (!standing) return;
          for (const [name, value] of rateLimitHeaders(standing, windowSeconds)) {
            response.http.headers.set(name, value);
          }
        },
        async willSendResponse() {
          if (!isCharged) limits.note(contextValue, pointsOf(contextValue));
        },
      };
    },
  };
}

/** The estimated cost of the operation; one point where nobody estimates. */
export function pointsOf({ estimatedCost }: RequestContext & { readonly estimatedCost?: number }): number {
  return estimatedCost ?? 1;
}
