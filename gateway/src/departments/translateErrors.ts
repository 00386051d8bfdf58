import { errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../requestContext';
import { DepartmentFailure } from './DepartmentFailure';
import { departmentOf } from './departmentOf';

type Path = readonly (string | number)[];

/** Codes that say that a department as a whole cannot answer: one error each, however many requests met it. */
const outages = new Set(['DEPARTMENT_UNAVAILABLE', 'DATABASE_UNAVAILABLE']);

/** Codes that a department gives where the fault is not the client's: their messages speak of requests it never made. */
const internal = new Set([
  'INTERNAL_SERVER_ERROR',
  'DOWNSTREAM_SERVICE_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/**
 * The errors of an execution as a client may see them, whichever engine made them:
 * one for each department that failed, with the first path and the others in `extensions.paths`; a department's own
 * coded errors as they are, with its name; everything else masked, with the request's id under which the log has it.
 */
export function translateErrors(errors: readonly GraphQLError[], context: RequestContext): GraphQLError[] {
  const translated: GraphQLError[] = [];
  const outageByKey = new Map<string, { readonly at: number; readonly paths: Path[] }>();
  for (const error of errors) {
    const department = departmentIn(error);
    const code = codeIn(error);
    if (department === undefined || !outages.has(code)) {
      translated.push(
        department === undefined ? ownError(error, context) : coded(error, department, context),
      );
      continue;
    }
    const key = `${code} ${department}`;
    const met = outageByKey.get(key);
    if (met) {
      if (error.path) met.paths.push(error.path);
    } else {
      outageByKey.set(key, { at: translated.length, paths: error.path ? [error.path] : [] });
      translated.push(outageError(code, department, []));
    }
  }
  for (const [key, { at, paths }] of outageByKey) {
    const [code = '', department = ''] = key.split(' ');
    translated[at] = outageError(code, department, distinct(paths));
  }
  return translated;
}

/** The one error of a department that cannot answer. */
export function outageError(code: string, department: string, paths: readonly Path[]): GraphQLError {
  const { title } = departmentOf(department);
  const [path, ...more] = paths;
  const sentence =
    code === 'DATABASE_UNAVAILABLE'
      ? {
          vi: `Cơ sở dữ liệu của ${title.vi} tạm thời không trả lời. Phần của các sở khác vẫn có trong câu trả lời.`,
          en: `The database of the ${title.en} does not answer at the moment. What the others know is in the answer.`,
        }
      : {
          vi: `${title.vi} tạm thời không trả lời. Phần của các sở khác vẫn có trong câu trả lời.`,
          en: `The ${title.en} does not answer at the moment. What the others know is in the answer.`,
        };
  return new GraphQLError(sentence.en, {
    path,
    extensions: { code, department, sentence, ...(more.length > 0 && { paths: more }) },
  });
}

function coded(error: GraphQLError, department: string, context: RequestContext): GraphQLError {
  const code = codeIn(error);
  if (internal.has(code)) {
    context.log.error(
      { department, path: error.path, err: error },
      'a department reported an unexpected error',
    );
    return masked('DOWNSTREAM_SERVICE_ERROR', error, { department, id: context.requestId });
  }
  const {
    serviceName: _serviceName,
    stacktrace: _stacktrace,
    exception: _exception,
    http: _http,
    ...rest
  } = error.extensions;
  return new GraphQLError(error.message, { path: error.path, extensions: { ...rest, code, department } });
}

function ownError(error: GraphQLError, context: RequestContext): GraphQLError {
  const { code } = error.extensions;
  // Errors that graphql-js makes while it reads variables or the operation speak of what the client wrote.
  if ((typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') || error.nodes !== undefined)
    return error;
  if (error.originalError === undefined && error.path === undefined && code === undefined) return error;
  context.log.error(
    { path: error.path, err: error.originalError ?? error },
    'an unexpected error was masked',
  );
  return masked('INTERNAL_SERVER_ERROR', error, { id: context.requestId });
}

function masked(
  code: 'INTERNAL_SERVER_ERROR' | 'DOWNSTREAM_SERVICE_ERROR',
  { path }: GraphQLError,
  facts: Readonly<Record<string, string>>,
): GraphQLError {
  const { sentence } = errorCodes[code];
  return new GraphQLError(sentence.en, { path, extensions: { ...facts, code, sentence } });
}

function departmentIn(error: GraphQLError): string | undefined {
  if (error.originalError instanceof DepartmentFailure) return error.originalError.department;
  const { department, serviceName } = error.extensions;
  const name = department ?? serviceName;
  return typeof name === 'string' ? name : undefined;
}

function codeIn(error: GraphQLError): string {
  if (error.originalError instanceof DepartmentFailure) return 'DEPARTMENT_UNAVAILABLE';
  const { code } = error.extensions;
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
