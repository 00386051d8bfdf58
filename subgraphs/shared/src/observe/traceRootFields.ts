import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { currentSpan } from './requestScope';
import type { TraceSpan, Tracing } from './Tracing';

/**
 * Gives each field of the root types a span around its resolver; what it asks the database lies within. Fields below have
 * none: there are thousands of them in one answer. Changes the schema that it is given.
 */
export function traceRootFields(schema: GraphQLSchema, tracing: Tracing): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve = defaultFieldResolver } = field;
      const name = `${type?.name}.${field.name}`;
      field.resolve = (...given) => {
        const parent = currentSpan.getStore();
        if (!parent) return resolve(...given);
        const { representations } = given[1] as { representations?: readonly unknown[] };
        const facts = { 'lien_thong.entities': representations?.length };
        const span = tracing.begin(name, { parent, facts });
        return currentSpan.run(span, () => ended(span, () => resolve(...given)));
      };
    }
  }
}

/** Runs the work and ends the span with it, at once or later. */
function ended(span: TraceSpan, work: () => unknown): unknown {
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (error: unknown) => {
        span.end('failed');
        throw error;
      },
    );
  } catch (error) {
    span.end('failed');
    throw error;
  }
}
