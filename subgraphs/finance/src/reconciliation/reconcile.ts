import {
  type Connection,
  decodeCursor,
  encodeCursor,
  listFingerprint,
  type PageArguments,
  pageRequest,
} from '@lien-thong/subgraph-kit';
import { type Chunk, type Comparing, parts } from './chunks';
import type { Drift } from './drift';

/** A page of drifts, with the number of rows that were compared for it. */
export interface DriftPage extends Connection<Drift> {
  readonly compared: number;
}

/** Most rows that one page compares, to keep a request within its time; the chunk that passes it is finished. */
const maxCompared = 1_000;

/** A chunk, and the last drift of it that was shown; empty: none of it. */
interface Place {
  readonly part: number;
  readonly start: string | null;
  readonly shown: string;
}

const fingerprint = listFingerprint('reconciliation');

function placeOf(cursor: string | null): Place {
  if (cursor === null) return { part: 0, start: null, shown: '' };
  const [part, start, shown] = decodeCursor(cursor, fingerprint, 3);
  return { part: Number(part), start: start == null ? null : String(start), shown: String(shown) };
}

const cursorOf = ({ part, start, shown }: Place): string => encodeCursor(fingerprint, [part, start, shown]);

function placeAfter({ part }: Place, { next }: Chunk): Place {
  return next === null ? { part: part + 1, start: null, shown: '' } : { part, start: next, shown: '' };
}

/** The drifts of a chunk that come after the place, in the order of their ids: they keep it when others are mended. */
function driftsAfter({ shown }: Place, { drifts }: Chunk): Drift[] {
  return drifts.filter(({ id }) => id > shown).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The drifts after a cursor: compares part by part, in chunks of 200 rows, until the page is full or 1,000 rows are
 * compared. `hasNextPage` is false when all is compared. Throws UPSTREAM_UNAVAILABLE (naming the department in
 * `extensions.department`), INVALID_CURSOR, PAGE_SIZE_OUT_OF_RANGE.
 */
export async function reconcile(comparing: Comparing, args: PageArguments): Promise<DriftPage> {
  const { size, cursor } = pageRequest(args);
  const edges: Array<{ cursor: string; node: Drift }> = [];
  let place = placeOf(cursor);
  let compared = 0;
  let part = parts[place.part];
  while (part && edges.length < size && compared < maxCompared) {
    const chunk = await part(comparing, place.start);
    const rest = driftsAfter(place, chunk);
    const taken = rest.slice(0, size - edges.length);
    for (const node of taken) edges.push({ node, cursor: cursorOf({ ...place, shown: node.id }) });
    compared += chunk.compared;
    const isDone = taken.length === rest.length;
    place = isDone ? placeAfter(place, chunk) : { ...place, shown: taken.at(-1)?.id ?? place.shown };
    part = parts[place.part];
  }
  const end = cursorOf(place);
  return {
    compared,
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: part !== undefined,
      hasPreviousPage: cursor !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: end,
    },
  };
}
