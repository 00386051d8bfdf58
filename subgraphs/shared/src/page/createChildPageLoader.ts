import DataLoader from 'dataloader';
import type { Collection, Document, Filter } from 'mongodb';
import type { Row } from '../records';
import { type Connection, connectionOf } from './connection';
import { decodeCursor, listFingerprint } from './cursor';
import { type Condition, compareRows, type SortField, totalOrder, valueAt } from './keyset';
import { type PageArguments, pageRequest } from './pageRequest';

/** Which page of which parent's children. Parents asked with the same filter, order and page share their commands. */
export interface ChildPageKey {
  readonly parentId: string;
  readonly filter: Condition;
  readonly sort: readonly SortField[];
  readonly args: PageArguments;
  readonly defaultSize?: number;
}

/** A page of children, with the summary fields of ALL children that match, for totals. */
export interface ChildPage<T, S> extends Connection<T> {
  readonly totalCount: number;
  /** `_id`, sort fields and the loader's `summaryFields` of every matching child, in order. */
  readonly summary: readonly S[];
}

/** How children are found and what of them totals need. */
export interface ChildPageLoaderOptions<T extends Row> {
  readonly collection: Collection<T>;
  /** Path of the field that holds the parent's id (an array of ids counts for each). */
  readonly parentField: string;
  /** Paths that totals are made of, as `value`, `provenance.status`. */
  readonly summaryFields?: readonly string[];
}

/** Rows that the server may send at once: its own default of 101 would cost a further command for each hundred rows. */
const inOneReply = 100_000;

const signature = ({ filter, sort, args, defaultSize }: ChildPageKey) =>
  JSON.stringify([filter, sort, args.first, args.after, args.last, args.before, defaultSize]);

/**
 * A per-request loader of connections below many parents: two commands for all parents together (the keys and
 * summary fields of all children, then the rows on the pages), whatever the number of parents or the page size.
 */
export function createChildPageLoader<T extends Row, S = Document>(
  options: ChildPageLoaderOptions<T>,
): DataLoader<ChildPageKey, ChildPage<T, S>, string> {
  return new DataLoader<ChildPageKey, ChildPage<T, S>, string>(
    async (keys) => {
      const groups = new Map<string, ChildPageKey[]>();
      for (const key of keys) {
        const shape = signature(key);
        groups.set(shape, [...(groups.get(shape) ?? []), key]);
      }
      const pages = await Promise.all(
        [...groups.values()].map((group) => pagesOfGroup<T, S>(options, group)),
      );
      const byKey = new Map(pages.flat());
      return keys.map((key) => byKey.get(key) ?? new Error(`no page was made for parent ${key.parentId}`));
    },
    { cacheKeyFn: (key) => `${key.parentId} ${signature(key)}`, maxBatchSize: 1_000 },
  );
}

async function pagesOfGroup<T extends Row, S>(
  options: ChildPageLoaderOptions<T>,
  group: readonly ChildPageKey[],
): Promise<Array<[ChildPageKey, ChildPage<T, S>]>> {
  const [sample] = group;
  if (!sample) return [];
  const order = totalOrder(sample.sort);
  const children = await childKeys(options, group, order);
  const windows = group.map((key) =>
    windowOf(options, key, { order, children: children.get(key.parentId) ?? [] }),
  );
  const rows = await rowsById(
    options.collection,
    windows.flatMap(({ ids }) => ids),
  );
  return windows.map(({ key, ids, all, ...page }) => {
    const nodes = ids.map((id) => rows.get(id)).filter((row): row is T => row !== undefined);
    const connection = connectionOf({ nodes, order, ...page });
    return [key, { ...connection, totalCount: all.length, summary: all as unknown as S[] }];
  });
}

/** Keys and summary fields of all children, by parent, each list in order. */
async function childKeys<T extends Row>(
  { collection, parentField, summaryFields = [] }: ChildPageLoaderOptions<T>,
  group: readonly ChildPageKey[],
  order: readonly SortField[],
): Promise<Map<string, Document[]>> {
  const parents = new Set(group.map(({ parentId }) => parentId));
  const projection = Object.fromEntries(
    [parentField, ...order.map(({ field }) => field), ...summaryFields].map((field) => [field, 1 as const]),
  );
  const within = { [parentField]: { $in: [...parents] } };
  const filter = group[0]?.filter ?? {};
  const found = await collection
    .find((Object.keys(filter).length ? { $and: [within, filter] } : within) as unknown as Filter<T>)
    .project(projection)
    .batchSize(inOneReply)
    .toArray();
  const byParent = new Map<string, Document[]>();
  for (const child of found) {
    for (const parent of parentsOf(child, parentField)) {
      if (parents.has(parent)) byParent.set(parent, [...(byParent.get(parent) ?? []), child]);
    }
  }
  for (const list of byParent.values()) list.sort((left, right) => compareRows(order, left, right));
  return byParent;
}

function parentsOf(child: Document, path: string): string[] {
  const [head = '', ...rest] = path.split('.');
  const value: unknown = child[head];
  if (Array.isArray(value)) {
    const ids = value.map((item) => (rest.length ? valueAt(item, rest.join('.')) : item));
    return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
  }
  const id = valueAt(child, path);
  return typeof id === 'string' ? [id] : [];
}

interface Window {
  readonly key: ChildPageKey;
  readonly ids: string[];
  readonly all: readonly Document[];
  readonly fingerprint: string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

function windowOf<T extends Row>(
  options: ChildPageLoaderOptions<T>,
  key: ChildPageKey,
  { order, children }: { order: readonly SortField[]; children: readonly Document[] },
): Window {
  const { size, backward, cursor } = pageRequest(key.args, key.defaultSize);
  const fingerprint = listFingerprint([
    options.collection.collectionName,
    options.parentField,
    key.parentId,
    key.filter,
    key.sort,
  ]);
  const position = cursor ? decodeCursor(cursor, fingerprint, order.length) : null;
  const mark = position
    ? children.findIndex((child) => order.every(({ field }, at) => valueAt(child, field) === position[at]))
    : -1;
  // A row that has left the list since leaves its place by order, not a hole.
  const gone = position !== null && mark < 0 ? placeOf(children, order, position) : null;
  const [from, to] = backward
    ? [
        Math.max(0, (position ? (gone ?? mark) : children.length) - size),
        position ? (gone ?? mark) : children.length,
      ]
    : [gone ?? mark + 1, (gone ?? mark + 1) + size];
  return {
    key,
    ids: children.slice(from, to).map((child) => String(child._id)),
    all: children,
    fingerprint,
    hasNextPage: to < children.length,
    hasPreviousPage: from > 0,
  };
}

function placeOf(
  children: readonly Document[],
  order: readonly SortField[],
  position: readonly (string | number | null)[],
): number {
  const ghost: Document = {};
  order.forEach(({ field }, at) => {
    let target: Document = ghost;
    const steps = field.split('.');
    for (const step of steps.slice(0, -1)) {
      target[step] ??= {};
      target = target[step];
    }
    target[steps.at(-1) ?? field] = position[at];
  });
  const place = children.findIndex((child) => compareRows(order, child, ghost) > 0);
  return place < 0 ? children.length : place;
}

async function rowsById<T extends Row>(
  collection: Collection<T>,
  ids: readonly string[],
): Promise<Map<string, T>> {
  if (ids.length === 0) return new Map();
  const rows = (await collection
    .find({ _id: { $in: [...new Set(ids)] } } as unknown as Filter<T>)
    .batchSize(inOneReply)
    .toArray()) as unknown as T[];
  return new Map(rows.map((row) => [row._id, row]));
}
