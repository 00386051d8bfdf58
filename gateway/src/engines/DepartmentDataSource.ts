import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, Kind, parse } from 'graphql';
import type { DepartmentAnswer, DepartmentClient } from '../departments/DepartmentClient';
import { DepartmentFailure } from '../departments/DepartmentFailure';
import type { SubgraphFailureReason } from '../engine';
import type { RequestContext } from '../requestContext';
import type { GenerationOptions } from './GenerationOptions';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** How the stock executor speaks with a department: over our client, with our headers, failures and deadline. */
export class DepartmentDataSource implements GraphQLDataSource {
  constructor(
    private readonly client: DepartmentClient,
    private readonly onRequest?: GenerationOptions['onDepartmentRequest'],
  ) {}

  /** Sends one fetch. A failure is a GraphQLError at the fetch's path whose `originalError` is the DepartmentFailure. */
  async process(options: ProcessOptions): Promise<Answer> {
    const context = options.context as RequestContext;
    context.departmentsAsked.add(this.client.name);
    const { query, variables, operationName } = options.request;
    const subgraph = this.client.name;
    const startedAt = performance.now();
    const call = context.watch?.asking?.(subgraph);
    const end = (reason?: SubgraphFailureReason): void => {
      call?.ended(reason);
      const durationMs = performance.now() - startedAt;
      this.onRequest?.({ subgraph, durationMs, failed: reason !== undefined, reason });
    };
    try {
      const answer = await this.client.ask({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-request-id': context.requestId,
          ...context.callerHeaders,
          ...call?.headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
        signal: context.signal,
      });
      const read = this.read(answer, variables?.representations);
      end();
      return read;
    } catch (error) {
      end(error instanceof DepartmentFailure ? error.reason : 'wrong-shape');
      if (!(error instanceof DepartmentFailure)) throw error;
      context.log.warn(
        { department: error.department, reason: error.reason, err: error },
        'a department failed',
      );
      const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
      throw new GraphQLError(error.message, {
        path: errorPath(path ?? [], query ?? ''),
        originalError: error,
      });
    }
  }

  private read({ status, text }: DepartmentAnswer, representations: unknown): Answer {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (cause) {
      throw this.client.failure(status < 400 ? 'not-json' : 'status', `Status ${status}, not JSON.`, cause);
    }
    if (!isRecord(body)) throw this.client.failure('wrong-shape', `Status ${status}, no object.`);
    const { data, errors, extensions } = body;
    const dataIsWrong = data !== undefined && data !== null && !isRecord(data);
    const errorsAreWrong = errors !== undefined && !(Array.isArray(errors) && errors.every(isRecord));
    const isEmpty = !isRecord(data) && !(Array.isArray(errors) && errors.length > 0);
    if (dataIsWrong || errorsAreWrong || isEmpty) {
      throw this.client.failure('wrong-shape', `Status ${status}, neither "data" nor "errors" can be used.`);
    }
    if (isRecord(data) && Array.isArray(representations)) {
      const { _entities: entities } = data;
      if (!Array.isArray(entities) || entities.length !== representations.length) {
        throw this.client.failure('wrong-shape', `Not ${representations.length} entities.`);
      }
    }
    return { data, errors, extensions } as Answer;
  }
}

/**
 * Where a failed fetch is missing in the answer: the fetch's own path up to the first list, since its rows have no
 * number yet; at the root and below a single object, with the first field that was asked for.
 */
function errorPath(path: readonly (string | number)[], query: string): (string | number)[] {
  const list = path.indexOf('@');
  if (list >= 0) return path.slice(0, list);
  const field = firstField(query);
  return field === undefined ? [...path] : [...path, field];
}

function firstField(query: string): string | undefined {
  const operation = parse(query).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  let selections = operation?.selectionSet.selections ?? [];
  for (let depth = 0; depth < 3; depth += 1) {
    const [first] = selections.filter(
      (selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename',
    );
    if (first?.kind === Kind.FIELD && first.name.value !== '_entities')
      return first.alias?.value ?? first.name.value;
    selections = first?.kind === Kind.FRAGMENT_SPREAD ? [] : (first?.selectionSet?.selections ?? []);
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
