import { type ExecutionResult, executeSync, type GraphQLSchema } from 'graphql';
import type { CompiledOperation } from './CompiledOperation';

/** Answers about one schema that are kept: they take some megabytes each, and are asked for over and over. */
const mostKept = 8;

const keptBySchema = new WeakMap<GraphQLSchema, Map<string, ExecutionResult>>();

/**
 * The answer to `__schema` and `__type` of an operation, by graphql-js; not to be changed by who gets it. The last ones
 * of a schema are kept, since the schema does not change and walking all of it takes tens of milliseconds.
 */
export function introspectionAnswer(
  { id, introspection: document }: CompiledOperation,
  schema: GraphQLSchema,
  variables: ReadonlyMap<string, string>,
): ExecutionResult {
  if (!document) return {};
  const kept = keptBySchema.get(schema) ?? new Map<string, ExecutionResult>();
  keptBySchema.set(schema, kept);
  const key = `${id} ${JSON.stringify([...variables])}`;
  const known = kept.get(key);
  kept.delete(key);
  const answer = known ?? answerOf(document, schema, variables);
  kept.set(key, answer);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return answer;
}

function answerOf(
  document: NonNullable<CompiledOperation['introspection']>,
  schema: GraphQLSchema,
  variables: ReadonlyMap<string, string>,
): ExecutionResult {
  const variableValues = Object.fromEntries(
    [...variables].map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
  return executeSync({ schema, document, rootValue: {}, variableValues });
}
