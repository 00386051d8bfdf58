import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { commonSdlPath } from '@lien-thong/schema';
import { type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import type { AnyCollection } from './collection';
import type { AnyAggregate } from './commands/journal';
import { commonResolvers } from './commonResolvers';
import type { RequestContext, SubgraphResolvers } from './context';
import { enforceFieldRules } from './fieldRules/enforceFieldRules';
import { maskError } from './maskError';
import type { DepartmentObservation } from './observe/DepartmentObservation';
import { useRequestNotes } from './observe/useRequestNotes';

/** What a department's code is: its schema, its resolvers, its collections. Its `main.ts` hands it to `startSubgraph`. */
export interface SubgraphDefinition<C extends RequestContext = RequestContext> {
  readonly name: string;
  /** Path of the department's own SDL; the shared value types are added. */
  readonly sdlPath: string;
  readonly resolvers: SubgraphResolvers<C>;
  /** Every collection, so that its indexes exist at start and its rows are counted in `DatasetInfo`. */
  readonly collections: readonly AnyCollection[];
  /** Every chain of versions that its commands write; the sweep repairs their projections. */
  readonly aggregates?: readonly AnyAggregate[];
  /** Repairs of the department's own, run after each sweep: reservations that no command finished. */
  readonly repair?: (base: Omit<RequestContext, 'caller' | 'requestId'>) => Promise<void>;
  /** Adds the department's loaders to the context of one request. */
  readonly createContext: (base: RequestContext) => C;
}

/** Merges resolvers type by type; a department's field wins over a shared one of the same name. */
function mergedResolvers<C>(own: SubgraphResolvers<C>): SubgraphResolvers<C> {
  const merged = { ...(commonResolvers as SubgraphResolvers<C>) };
  for (const [type, fields] of Object.entries(own)) {
    const shared = merged[type];
    merged[type] = shared && !('serialize' in shared) ? ({ ...shared, ...fields } as typeof fields) : fields;
  }
  return merged;
}

/** The executable schema of a department: its SDL, the shared value types, and the federation machinery. */
export function buildDepartmentSchema<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
): GraphQLSchema {
  const typeDefs = parse(
    `${readFileSync(definition.sdlPath, 'utf8')}\n${readFileSync(commonSdlPath, 'utf8')}`,
  );
  const resolvers = mergedResolvers(definition.resolvers) as unknown as NonNullable<
    Parameters<typeof buildSubgraphSchema>[0] extends infer M
      ? M extends { resolvers?: infer R }
        ? R
        : never
      : never
  >;
  return enforceFieldRules(buildSubgraphSchema({ typeDefs, resolvers }), typeDefs);
}

/** A department's GraphQL server, not listening yet. Errors leave it as `maskError` says. */
export function createSubgraph<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
  log: Logger,
  observation?: DepartmentObservation,
): ApolloServer<C> {
  const schema = buildDepartmentSchema(definition);
  observation?.watchSchema(schema);
  return new ApolloServer<C>({
    schema,
    plugins: [useRequestNotes<C>()],
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (m) => log.warn(m),
      error: (m) => log.error(m),
    },
    formatError: (formatted, error) => maskError(formatted, error, log),
    // The gateway is the only client that sends operations again and again; parsing is cached by default.
    csrfPrevention: true,
  });
}
