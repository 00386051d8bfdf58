import type { RawAnswer } from '../execute/SubgraphClient';
import { isGraphQLAnswer } from './isGraphQLAnswer';

/**
 * What a request says of its department: true where it failed, false where it answered, whatever the answer; undefined where it says
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
      return (answer.status ?? 0) >= 500 && !isGraphQLAnswer(answer);
    case 'aborted':
    case 'circuit-open':
    case 'bulkhead-full':
      return undefined;
    default:
      return false;
  }
}
