import { createHash } from 'node:crypto';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { errorCodes } from '@lien-thong/schema';
import { type GraphQLError, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import type { ExecutionContext } from '../engines/Generation';
import { problemErrors } from '../execute/answerErrors';
import { CompiledOperation } from '../execute/CompiledOperation';
import { introspectionAnswer } from '../execute/introspectionAnswer';
import { type RequestVariables, requestVariables } from '../execute/requestVariables';
import { defaultPlanLimits } from '../plan/limits';
import {
  type NormalField,
  type NormalOperation,
  type NormalSelection,
  typenameField,
} from '../plan/NormalOperation';
import { normalise } from '../plan/normalise';
import { printOperation } from '../plan/printNormal';
import type { Supergraph } from '../plan/Supergraph';
import { findProblems } from '../respond/findProblems';
import { ReadyJson } from '../respond/ReadyJson';
import { Gate } from './Gate';
import { type Authorization, conditionsOf, isRefused, refuse } from './refuse';
import { withoutWithheld } from './withhold';

/** How rules are enforced. */
export interface GuardOptions {
  readonly authorization: Authorization;
  /** Whether introspection shows what its caller may not see. */
  readonly introspectWithheld: boolean;
}

/** Executes one operation: another engine than ours. */
export type Executor = (context: ExecutionContext) => Promise<GatewayExecutionResult>;

/**
 * Puts the rules for fields in front of an executor that knows none: it gets an operation without what the caller may not
 * see, and its answer is written as ours is. Without rules, and for callers who may see everything asked, nothing changes.
 */
export function guardExecutor(
  supergraph: Supergraph,
  executor: Executor,
  { authorization, introspectWithheld }: GuardOptions,
): Executor {
  if (!supergraph.fieldAccess) return executor;
  const gate = new Gate(supergraph.fieldAccess);
  const known = new WeakMap<ExecutionContext['document'], Map<string, NormalOperation>>();
  const normalOf = ({ document, request: { operationName } }: ExecutionContext): NormalOperation => {
    const byName = known.get(document) ?? new Map<string, NormalOperation>();
    known.set(document, byName);
    const name = operationName ?? '';
    const normal =
      byName.get(name) ??
      normalise({
        document,
        operationName,
        schema: supergraph.apiSchema,
        requiredWithArguments: supergraph.requiredWithArguments,
        incremental: false,
        limits: defaultPlanLimits,
      });
    byName.set(name, normal);
    return normal;
  };
  return async (context) => {
    const access = gate.accessOf(context.context.caller);
    const normal = gate.view(normalOf(context), access);
    const schema = introspectWithheld
      ? supergraph.apiSchema
      : gate.visibleSchema(supergraph.apiSchema, access);
    const isWhole = schema === supergraph.apiSchema || !isIntrospected(normal.selections);
    if (!normal.withholding && isWhole) return executor(context);
    const { variables } = context.request;
    const refused = refuse(normal, variables, { authorization, schema: supergraph.apiSchema });
    if (refused) return { errors: refused.errors?.map(withStatus) };
    return executeRest(normal, context, { supergraph, executor, schema });
  };
}

/** What Apollo Server makes the status of an answer that is nothing but this; it takes it out of the answer. */
function withStatus(error: GraphQLError): GraphQLError {
  if (isRefused([error]))
    error.extensions.http = { status: errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.httpStatus };
  return error;
}

async function executeRest(
  normal: NormalOperation,
  context: ExecutionContext,
  { supergraph, executor, schema }: { supergraph: Supergraph; executor: Executor; schema: GraphQLSchema },
): Promise<GatewayExecutionResult> {
  const variables = requestVariables(supergraph.apiSchema, normal, context.request.variables);
  if ('errors' in variables) return { errors: variables.errors };
  const text = printOperation({
    ...normal,
    selections: withTypenames(withoutIntrospection(withoutWithheld(normal).selections)),
  });
  const document = parse(text);
  const values = [...variables.texts].map(([name, value]) => [name, JSON.parse(value) as unknown]);
  const result = await executor({
    ...context,
    document,
    source: text,
    queryHash: createHash('sha256').update(text).digest('hex'),
    operationName: null,
    operation: getOperationAST(document) as ExecutionContext['operation'],
    request: {
      ...context.request,
      query: text,
      operationName: undefined,
      variables: Object.fromEntries(values),
    },
  });
  // A request that could not be executed has no data at all.
  if (result.data === undefined) return result;
  return { ...result, ...written(normal, { result, supergraph, schema, variables }) };
}

interface Written {
  readonly result: GatewayExecutionResult;
  readonly supergraph: Supergraph;
  /** What introspection shows. */
  readonly schema: GraphQLSchema;
  readonly variables: RequestVariables;
}

/** The answer to the whole operation, with null and an error for what is not in what came. */
function written(
  normal: NormalOperation,
  { result, supergraph, schema, variables }: Written,
): GatewayExecutionResult {
  const known = (result.errors ?? []) as readonly GraphQLError[];
  if (result.data === null) return result;
  const data = result.data as object;
  const compiled = new CompiledOperation(normal, [], supergraph);
  const { input, write } = compiled.writer(conditionsOf(normal, variables.values));
  if (compiled.introspection) {
    Object.assign(data, introspectionAnswer(compiled, schema, variables.texts).data);
  }
  const text = write(data, { problems: 0, cost: 0, memos: [] });
  const errors = [...known, ...problemErrors(findProblems(input, data), { errors: known, failedPlaces: [] })];
  const ready = text === '' ? null : (new ReadyJson(text) as unknown as Record<string, unknown>);
  return { data: ready, ...(errors.length > 0 && { errors }) };
}

function isIntrospected(selections: readonly NormalSelection[]): boolean {
  return selections.some((selection) =>
    selection.kind === 'field' ? isIntrospection(selection) : isIntrospected(selection.selections),
  );
}

function isIntrospection({ name }: NormalField): boolean {
  return name === '__schema' || name === '__type';
}

/** The gateway shows the schema by itself. */
function withoutIntrospection(selections: readonly NormalSelection[]): NormalSelection[] {
  return selections.flatMap((selection): NormalSelection[] => {
    if (selection.kind === 'field') return isIntrospection(selection) ? [] : [selection];
    return [{ ...selection, selections: withoutIntrospection(selection.selections) }];
  });
}

/** Asks every object for its type, by which the writer knows which fragments are meant. */
function withTypenames(selections: readonly NormalSelection[]): NormalSelection[] {
  return selections.map((selection) => {
    if (!selection.selections) return selection;
    const nested = withTypenames(selection.selections);
    return { ...selection, selections: selection.kind === 'field' ? [typenameField, ...nested] : nested };
  });
}
