import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, Kind, parse } from 'graphql';
import { DepartmentFailure } from '../departments/DepartmentFailure';
import type { SubgraphFailureReason } from '../engine';
import { expectListeners } from '../execute/Ending';
import type { RawAnswer } from '../execute/SubgraphClient';
import { isRecord } from '../isRecord';
import type { RequestContext } from '../requestContext';
import type { DepartmentLink } from '../resilience/DepartmentLink';
import type { GenerationOptions } from './GenerationOptions';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** How the stock executor speaks with a department: over our client, with our headers, failures and deadline. */
export class DepartmentDataSource implements GraphQLDataSource {
  constructor(
    private readonly link: DepartmentLink,
    private readonly onRequest?: GenerationOptions['onDepartmentRequest'],
  ) {}

  /** Sends one fetch. A failure is a GraphQLError at the fetch's path whose `originalError` is the DepartmentFailure. */
  async process(options: ProcessOptions): Promise<Answer> {
    const context = options.context as RequestContext;
    const { query = '', variables, operationName } = options.request;
    const { department: subgraph } = this.link.place;
    context.departmentsAsked.add(subgraph);
    expectListeners(context.signal);
    const startedAt = performance.now();
    const call = context.watch?.asking?.(subgraph);
    const end = (reason?: SubgraphFailureReason): void => {
      call?.ended(reason);
      const durationMs = performance.now() - startedAt;
      this.onRequest?.({ subgraph, durationMs, failed: reason !== undefined, reason });
    };
    try {
      const answer = await this.link.post({
        headers: { 'x-request-id': context.requestId, ...context.callerHeaders, ...call?.headers },
        body: JSON.stringify({ query, variables, operationName }),
        // The planner's operations begin with their kind, or with "{" where they are queries.
        repeatable: !query.trimStart().startsWith('mutation'),
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
        path: errorPath(path ?? [], query),
        originalError: error,
      });
    }
  }

  private read(answer: RawAnswer, representations: unknown): Answer {
    // A GraphQL answer may come with a status of 400 or 500 and still say what went wrong.
    if ('reason' in answer && (answer.reason !== 'status' || answer.text === undefined))
      throw this.failure(answer.reason, answer.detail, answer.cause);
    const isFailed = 'reason' in answer;
    let body: unknown;
    try {
      body = JSON.parse(answer.text ?? '');
    } catch (cause) {
      throw this.failure(isFailed ? 'status' : 'not-json', isFailed ? answer.detail : 'Not JSON.', cause);
    }
    if (!isRecord(body)) throw this.failure(isFailed ? 'status' : 'wrong-shape', 'No object.');
    const { data, errors, extensions } = body;
    const dataIsWrong = data !== undefined && data !== null && !isRecord(data);
    const errorsAreWrong = errors !== undefined && !(Array.isArray(errors) && errors.every(isRecord));
    const isEmpty = !isRecord(data) && !(Array.isArray(errors) && errors.length > 0);
    if (dataIsWrong || errorsAreWrong || isEmpty) {
      throw this.failure(isFailed ? 'status' : 'wrong-shape', 'Neither "data" nor "errors" can be used.');
    }
    if (isRecord(data) && Array.isArray(representations)) {
      const { _entities: entities } = data;
      if (!Array.isArray(entities) || entities.length !== representations.length) {
        throw this.failure('wrong-shape', `Not ${representations.length} entities.`);
      }
    }
    return { data, errors, extensions } as Answer;
  }

  private failure(reason: SubgraphFailureReason, detail: string, cause?: unknown): DepartmentFailure {
    return new DepartmentFailure(this.link.place.department, reason, { detail, cause });
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
