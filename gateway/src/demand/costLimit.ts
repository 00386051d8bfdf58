import { codedError } from '@lien-thong/schema';
import type { GraphQLError } from 'graphql';

/** COST_LIMIT_EXCEEDED with both figures, in words and in `extensions.cost`. */
export function costLimitExceeded(estimated: number, limit: number): GraphQLError {
  const [cost, most] = [estimated, limit].map((points) => points.toLocaleString('en-US'));
  return codedError('COST_LIMIT_EXCEEDED', {
    message: `The operation is estimated to cost ${cost} points; at most ${most} are allowed. Ask for smaller pages or fewer fields.`,
    extensions: { cost: { estimated, limit } },
  });
}
