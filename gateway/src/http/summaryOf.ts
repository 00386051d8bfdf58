import type { RequestCost } from '../demand/RequestCost';
import type { RequestContext } from '../requestContext';
import type { Client } from './clientOf';
import type { Summary } from './Exchange';

/** What the log says of an operation: its name before the status, the departments asked after the time. */
export function summaryOf(context: RequestContext, client: Client): Summary {
  const { operations, departmentsAsked, caller, notes, cost } = context;
  const operation = operations.length > 0 ? operations.join(' + ') : 'no operation';
  const departments = [...departmentsAsked];
  return {
    before: operation,
    after: [departments.join(','), notes.errorCodes.join(','), costText(cost)]
      .filter((part) => part !== '')
      .join(' '),
    facts: {
      operation,
      departments,
      ...(notes.errorCodes.length > 0 && { errorCodes: notes.errorCodes }),
      ...(notes.traceId !== undefined && { traceId: notes.traceId }),
      ...(cost.estimated !== null && { cost }),
      ...(client.name !== null && { client: client.name }),
      ...(client.version !== null && { clientVersion: client.version }),
      ...(caller && { caller }),
    },
  };
}

/** What was counted of what was estimated, in points. */
function costText({ estimated, actual }: RequestCost): string {
  if (estimated === null) return '';
  return actual === null ? `${estimated} points` : `${actual} of ${estimated} points`;
}
