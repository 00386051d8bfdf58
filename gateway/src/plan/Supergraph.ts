import {
  Supergraph as ApolloSupergraph,
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
} from '@apollo/federation-internals';
import { codedError } from '@lien-thong/schema';
import { type GraphQLSchema, type OperationTypeNode, parse } from 'graphql';
import { type AccessTable, readAccessTable } from '../authorize/AccessTable';
import { type CostTable, readCostTable } from '../demand/CostTable';
import { withClientDirectives } from './clientDirectives';
import { FieldOwners } from './FieldOwners';
import { type JoinTable, readJoinTable } from './JoinTable';
import { type RequiresTable, readRequiresTable } from './RequiresTable';
import { readTypeTable, type TypeTable } from './TypeTable';

/** A supergraph that was read and found good. */
export interface Supergraph {
  readonly sdl: string;
  /** What clients see: no join directives, nothing inaccessible. Has `@defer`. */
  readonly apiSchema: GraphQLSchema;
  /** Departments by name. */
  readonly subgraphs: readonly string[];
  /** Where the supergraph itself says a department is; may be an empty string. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** True where `@context` is used, which the native planner cannot plan. */
  readonly usesContext: boolean;
  /** Labels of progressive `@override`, `percent(n)` among them. */
  readonly overrideLabels: readonly string[];
  /** Fields that some `@requires` asks for with arguments of its own. */
  readonly requiredWithArguments: ReadonlySet<string>;
  readonly types: TypeTable;
  readonly joins: JoinTable;
  readonly requires: RequiresTable;
  readonly owners: FieldOwners;
  /** Name of a root type by the kind of operation. */
  readonly rootTypes: Readonly<Record<OperationTypeNode, string>>;
  /** What fields and types cost; null where answers are not weighed. */
  readonly costs: CostTable | null;
  /** What callers must satisfy; null where the supergraph has no such rules. */
  readonly fieldAccess: AccessTable | null;
}

/** A department as the supergraph names it. */
export interface SubgraphMetadata {
  readonly name: string;
  readonly url: string;
}

/** What the check of a supergraph found. */
export interface CheckedSupergraph {
  readonly apiSchema: GraphQLSchema;
  readonly metadata: readonly SubgraphMetadata[];
}

/** Reads a supergraph text. Throws INVALID_SUPERGRAPH with every reason. */
export function readSupergraph(sdl: string): Supergraph {
  return assembleSupergraph(sdl, checkSupergraph(sdl));
}

/** Checks a supergraph text by Apollo's own rules. Throws INVALID_SUPERGRAPH with every reason. */
export function checkSupergraph(sdl: string): CheckedSupergraph {
  try {
    const supportedFeatures = new Set([
      ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
      ...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    ]);
    const supergraph = ApolloSupergraph.build(sdl, { supportedFeatures });
    return {
      apiSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
      metadata: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    };
  } catch (error) {
    throw invalidSupergraph(reasons(error), error instanceof Error ? error : undefined);
  }
}

/** The error for a supergraph that cannot be used. */
export function invalidSupergraph(given: readonly string[], cause?: Error): Error {
  return codedError('INVALID_SUPERGRAPH', {
    message: `The supergraph cannot be used: ${given.join('; ')}`,
    extensions: { reasons: given },
    cause,
  });
}

/** A checked supergraph with what the engine reads out of its text. */
export function assembleSupergraph(sdl: string, { apiSchema, metadata }: CheckedSupergraph): Supergraph {
  const document = parse(sdl, { noLocation: true });
  const types = readTypeTable(document);
  return {
    sdl,
    apiSchema: withClientDirectives(apiSchema, document),
    subgraphs: metadata.map(({ name }) => name),
    subgraphUrls: new Map(metadata.map(({ name, url }) => [name, url])),
    usesContext: /contextArguments:\s*\[\s*\{/.test(sdl),
    overrideLabels: readOverrideLabels(sdl),
    requiredWithArguments: readRequiredWithArguments(sdl),
    types,
    joins: readJoinTable(document, types),
    requires: readRequiresTable(document),
    owners: new FieldOwners(document),
    rootTypes: {
      query: apiSchema.getQueryType()?.name ?? 'Query',
      mutation: apiSchema.getMutationType()?.name ?? 'Mutation',
      subscription: apiSchema.getSubscriptionType()?.name ?? 'Subscription',
    },
    costs: readCostTable(document),
    fieldAccess: readAccessTable(document),
  };
}

function readOverrideLabels(sdl: string): string[] {
  return [...new Set([...sdl.matchAll(/overrideLabel:\s*"([^"]*)"/g)].map(([, label]) => label as string))];
}

function readRequiredWithArguments(sdl: string): ReadonlySet<string> {
  const required = [...sdl.matchAll(/requires:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text as string);
  return new Set(
    required.flatMap((text) => [...text.matchAll(/([_A-Za-z]\w*)\s*\(/g)].map(([, name]) => name as string)),
  );
}

function reasons(error: unknown): string[] {
  if (error instanceof Error && 'causes' in error && Array.isArray(error.causes)) {
    return error.causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  }
  return [error instanceof Error ? error.message : String(error)];
}
