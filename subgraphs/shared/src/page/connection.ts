import { encodeCursor } from './cursor';
import { type SortField, valueAt } from './keyset';

/** A Relay connection as resolvers return it; further fields (totals) are spread in beside these. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: ReadonlyArray<{ readonly cursor: string; readonly node: T }>;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** What a connection is made of. */
export interface ConnectionParts<T> {
  readonly nodes: readonly T[];
  readonly order: readonly SortField[];
  readonly fingerprint: string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Nodes with their cursors and page info (GraphQL Cursor Connections specification). */
export function connectionOf<T>(parts: ConnectionParts<T>): Connection<T> {
  const { nodes, order, fingerprint, hasNextPage, hasPreviousPage } = parts;
  const cursorOf = (node: T) =>
    encodeCursor(
      fingerprint,
      order.map(({ field }) => valueAt(node, field)),
    );
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
