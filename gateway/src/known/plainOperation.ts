import { isRecord } from '../isRecord';

/** One operation as the body of a request carries it (GraphQL over HTTP, "Request Parameters"), with its text and without extensions. */
export interface PlainOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/** The operation of a body; null for a body of any other form, right or wrong: by its id, with extensions, several of them. */
export function plainOperation(body: unknown): PlainOperation | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '' || isGiven(extensions)) return null;
  if (isGiven(operationName) && typeof operationName !== 'string') return null;
  if (isGiven(variables) && !isRecord(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
