import type { FailedAnswer } from '../execute/SubgraphClient';
import { isGraphQLAnswer } from './isGraphQLAnswer';

/** Statuses by which a server, or a proxy before it, says that it could answer later. */
const passing = new Set([502, 503, 504]);

/** Whether another attempt may do better: there was no connection, it broke, or a status said to come again. */
export function isWorthRepeating(answer: FailedAnswer): boolean {
  if (answer.reason === 'unreachable' || answer.stage !== undefined) return true;
  return answer.status !== undefined && passing.has(answer.status) && !isGraphQLAnswer(answer);
}
