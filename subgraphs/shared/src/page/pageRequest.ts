import { codedError } from '@lien-thong/schema';

/** The paging arguments of a connection, as a client sends them (GraphQL Cursor Connections). */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** What was asked, checked: how many rows, in which direction, from where. */
export interface PageRequest {
  readonly size: number;
  readonly backward: boolean;
  readonly cursor: string | null;
}

/** Most rows that one page may have. */
export const maxPageSize = 500;

function checkedSize(name: 'first' | 'last', size: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= maxPageSize) return size;
  throw codedError('PAGE_SIZE_OUT_OF_RANGE', {
    message: `${name}: ${size} is not a page size. Ask for 0 to ${maxPageSize} rows and follow pageInfo.endCursor for more.`,
    extensions: { argument: name, value: size, limit: maxPageSize },
  });
}

/**
 * Checks paging arguments: `first`/`after` or `last`/`before`, not both ways at once, sizes within `maxPageSize`.
 * Throws PAGE_SIZE_OUT_OF_RANGE or BAD_USER_INPUT.
 */
export function pageRequest(args: PageArguments, defaultSize = 20): PageRequest {
  const { first, after, last, before } = args;
  if (last != null || before != null) {
    // `first` has a default in the schema, so its presence beside `last` does not count as a second direction.
    if (after != null) {
      throw codedError('BAD_USER_INPUT', {
        message:
          'after and before were both given. Page forward with first/after or backward with last/before.',
      });
    }
    return { size: checkedSize('last', last ?? defaultSize), backward: true, cursor: before ?? null };
  }
  return { size: checkedSize('first', first ?? defaultSize), backward: false, cursor: after ?? null };
}
