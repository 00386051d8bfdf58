import type { FailedAnswer, RawAnswer } from '../execute/SubgraphClient';

/** Statuses by which a server, or a proxy before it, says that it could answer later. */
const passing = new Set([502, 503, 504]);

/** Whether another attempt may do better: there was no connection, it broke, or a status said to come again. */
export function isWorthRepeating(answer: FailedAnswer): boolean {
  if (answer.reason === 'unreachable' || answer.stage !== undefined) return true;
  return answer.status !== undefined && passing.has(answer.status) && !isGraphQL(answer);
}

/**
 * What an attempt says of its department: true where it failed, false where it answered, whatever the answer; undefined where it says
 * nothing. `hadTime` is whether the department was given long enough.
 */
export function isFailureOf(answer: RawAnswer, hadTime: boolean): boolean | undefined {
  if (!('reason' in answer)) return false;
  switch (answer.reason) {
    case 'unreachable':
      return true;
    case 'timeout':
      return hadTime || answer.stage === 'connecting' ? true : undefined;
    case 'status':
      return (answer.status ?? 0) >= 500 && !isGraphQL(answer);
    case 'aborted':
    case 'circuit-open':
    case 'bulkhead-full':
      return undefined;
    default:
      return false;
  }
}

/** An answer of GraphQL may come with any status: the department answers, and says what is wrong. */
function isGraphQL({ text }: FailedAnswer): boolean {
  if (!text?.trimStart().startsWith('{')) return false;
  try {
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
    return (Array.isArray(errors) && errors.length > 0) || (typeof data === 'object' && data !== null);
  } catch {
    return false;
  }
}
