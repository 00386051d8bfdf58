import { type ErrorCode, errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../requestContext';
import { DepartmentFailure } from './DepartmentFailure';
import { clientCode, type Failing, failingError } from './failingError';

type Path = readonly (string | number)[];

/** What an error says of a department as a whole: one error each, however many of its answers failed. */
const failingByReason: Readonly<Record<string, Failing>> = {
  unreachable: 'DEPARTMENT_UNAVAILABLE',
  timeout: 'DEPARTMENT_UNAVAILABLE',
  'circuit-open': 'CIRCUIT_OPEN',
  'bulkhead-full': 'BULKHEAD_FULL',
  // A bare error status is what a proxy or an ending process answers in a department's place.
  status: 'DEPARTMENT_UNAVAILABLE',
  'not-json': 'DOWNSTREAM_SERVICE_ERROR',
  'wrong-shape': 'DOWNSTREAM_SERVICE_ERROR',
  'too-large': 'DOWNSTREAM_SERVICE_ERROR',
};
const failingByCode: Readonly<Record<string, Failing>> = {
  DEPARTMENT_UNAVAILABLE: 'DEPARTMENT_UNAVAILABLE',
  DATABASE_UNAVAILABLE: 'DATABASE_UNAVAILABLE',
  DOWNSTREAM_SERVICE_ERROR: 'DOWNSTREAM_SERVICE_ERROR',
  // The others speak of requests that the gateway made: their words are not for the client.
  INTERNAL_SERVER_ERROR: 'DOWNSTREAM_SERVICE_ERROR',
  GRAPHQL_PARSE_FAILED: 'DOWNSTREAM_SERVICE_ERROR',
  GRAPHQL_VALIDATION_FAILED: 'DOWNSTREAM_SERVICE_ERROR',
  BAD_REQUEST: 'DOWNSTREAM_SERVICE_ERROR',
  UNTRUSTED_SENDER: 'DOWNSTREAM_SERVICE_ERROR',
  OPERATION_RESOLUTION_FAILURE: 'DOWNSTREAM_SERVICE_ERROR',
};

/** The errors of one department that failed in one way. */
interface Group {
  readonly department: string;
  readonly failing: Failing;
  readonly errors: GraphQLError[];
}

/**
 * The errors of an execution as a client may see them, whichever engine made them: one for each department that
 * failed, with the first path and the others in `extensions.paths`; a department's own coded errors as they are, with
 * its name; everything else masked, with the request's id, under which the log has it.
 */
export function translateErrors(errors: readonly GraphQLError[], context: RequestContext): GraphQLError[] {
  const slots: (GraphQLError | Group)[] = [];
  const groups = new Map<string, Group>();
  for (const error of errors) {
    const department = departmentIn(error);
    const failing = department === undefined ? undefined : failingIn(error);
    if (department === undefined) slots.push(ownError(error, context));
    else if (failing === undefined) slots.push(departmentError(error, department));
    else {
      const key = `${clientCode(failing)} ${department}`;
      const group = groups.get(key) ?? { department, failing, errors: [] };
      if (group.errors.push(error) === 1) slots.push(group);
      groups.set(key, group);
    }
  }
  return slots.map((slot) => (slot instanceof GraphQLError ? slot : groupError(slot, context)));
}

function groupError({ department, failing, errors }: Group, context: RequestContext): GraphQLError {
  const paths = distinct(errors.flatMap(pathsOf));
  if (failing === 'DOWNSTREAM_SERVICE_ERROR') {
    const causes = errors.map(({ message, path, extensions, originalError }) => {
      return { message: originalError?.message ?? message, path, extensions };
    });
    context.log.error({ department, causes }, `the answer of department ${department} cannot be used`);
  }
  const id = failing === 'DOWNSTREAM_SERVICE_ERROR' ? context.requestId : undefined;
  return failingError({ failing, department, paths, id });
}

/** An error that a department reports of its own: its message is meant for the client. */
function departmentError(error: GraphQLError, department: string): GraphQLError {
  const {
    serviceName: _name,
    stacktrace: _stack,
    exception: _exception,
    http: _http,
    ...rest
  } = error.extensions;
  return new GraphQLError(error.message, { path: error.path, extensions: { ...rest, department } });
}

function ownError(error: GraphQLError, context: RequestContext): GraphQLError {
  const { code } = error.extensions;
  if (typeof code === 'string' && code in errorCodes && code !== 'INTERNAL_SERVER_ERROR') return error;
  // What graphql-js says of variables and of the operation speaks of what the client wrote.
  const isOfTheRequest = error.nodes !== undefined || (error.path === undefined && !error.originalError);
  if (isOfTheRequest && code === undefined) return error;
  context.log.error(
    { path: error.path, err: error.originalError ?? error },
    'an unexpected error was masked',
  );
  const { sentence } = errorCodes.INTERNAL_SERVER_ERROR;
  return new GraphQLError(sentence.en, {
    path: error.path,
    extensions: { id: context.requestId, code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode, sentence },
  });
}

function failingIn(error: GraphQLError): Failing | undefined {
  const failure = failureIn(error);
  const reason = failure?.reason ?? error.extensions.reason;
  const { code = 'INTERNAL_SERVER_ERROR' } = error.extensions;
  // Departments give reasons too, as that of UNAUTHENTICATED: only those of our own requests count.
  const isOurs = failure !== undefined || failingByCode[String(code)] !== undefined;
  return (isOurs ? failingByReason[String(reason)] : undefined) ?? failingByCode[String(code)];
}

function failureIn({ originalError }: GraphQLError): DepartmentFailure | undefined {
  return originalError instanceof DepartmentFailure ? originalError : undefined;
}

function departmentIn(error: GraphQLError): string | undefined {
  const { department, serviceName } = error.extensions;
  const name = failureIn(error)?.department ?? department ?? serviceName;
  return typeof name === 'string' ? name : undefined;
}

/** The place of an error, and the others of its request that an engine told along. */
function pathsOf({ path, extensions }: GraphQLError): Path[] {
  const others = Array.isArray(extensions.paths) ? (extensions.paths as Path[]) : [];
  return path ? [path, ...others] : others;
}

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
