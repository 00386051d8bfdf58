import type { Db } from 'mongodb';
import type { Clock } from './clock';
import type { JournalPorts } from './commands/appendVersion';
import type { GuardQuestion } from './commands/askDepartment';
import type { PublicBodies } from './publicBodies';

/** Who is calling, as a verified token says. */
export interface Caller {
  /** Id of the person or program. */
  readonly subject: string;
  /** Name of the department's subgraph that the caller works for. */
  readonly department: string;
  /** As `officer`, `auditor`. */
  readonly role: string;
  /** What the token's issuer lets its holder do, as `read:journal`; none where left out. */
  readonly scopes?: readonly string[];
}

/** What every resolver of a department is given, made anew for each request. */
export interface RequestContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly publicBodies: PublicBodies;
  readonly requestId: string;
  /** Null for an anonymous reader. A token that does not verify never gets this far. */
  readonly caller: Caller | null;
  /** Where commands append versions. */
  readonly journal: JournalPorts;
  /** Asks the owner of a fact through its own subgraph; refuses UPSTREAM_UNAVAILABLE without an answer in time. */
  readonly ask: <T>(department: string, question: GuardQuestion) => Promise<T>;
}

/**
 * A resolver of one field. Parents and arguments have the shapes that the schema and the repositories promise; each
 * resolver states its own, which is why they are not checked against each other here.
 */
// biome-ignore lint/suspicious/noExplicitAny: a map of resolvers holds functions of different parents and arguments
export type FieldResolver<C> = (parent: any, args: any, context: C) => unknown;

/** Resolvers by type and field; scalars by name; `__resolveReference(reference, context)` for entities. */
export type SubgraphResolvers<C> = Record<
  string,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  | Record<string, FieldResolver<C> | ((reference: any, context: C) => unknown)>
  | import('graphql').GraphQLScalarType
>;
