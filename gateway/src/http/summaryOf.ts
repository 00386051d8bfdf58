import type { RequestContext } from '../requestContext';
import type { Summary } from './Exchange';

/** What the log says of an operation: its name before the status, the departments asked after the time. */
export function summaryOf({ operations, departmentsAsked, caller }: RequestContext): Summary {
  const operation = operations.length > 0 ? operations.join(' + ') : 'no operation';
  const departments = [...departmentsAsked];
  return {
    before: operation,
    after: departments.join(','),
    facts: { operation, departments, ...(caller && { caller }) },
  };
}
