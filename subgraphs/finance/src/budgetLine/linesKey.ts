import type { ChildPageKey, PageArguments } from '@lien-thong/subgraph-kit';

/** Which page of a programme's or a public body's budget lines, of one year or of all, by code. */
export function linesKey(
  parentId: string,
  args: PageArguments & { readonly fiscalYear?: number | null },
): ChildPageKey {
  const { fiscalYear, ...page } = args;
  return {
    parentId,
    filter: fiscalYear == null ? {} : { fiscalYear },
    sort: [{ field: 'code', direction: 1 }],
    args: page,
    defaultSize: 50,
  };
}
