import { type PageArguments, type PublicBodyRecord, searchText } from '@lien-thong/subgraph-kit';
import type { PlanningContext } from '../context';
import { pageInProcess } from '../pageInProcess';

interface BodyFilter {
  readonly kind?: readonly PublicBodyRecord['kind'][] | null;
  readonly text?: string | null;
}

function matches({ code, name, kind }: PublicBodyRecord, filter: BodyFilter): boolean {
  if (filter.kind && !filter.kind.includes(kind)) return false;
  const found = searchText(code, name.vi, name.en);
  return searchText(filter.text)
    .split(' ')
    .every((word) => found.includes(word));
}

/** Root fields on the code list of public bodies, answered from memory. */
export const publicBodyResolvers = {
  Query: {
    publicBody: (_: unknown, { id }: { id: string }, { publicBodies }: PlanningContext) =>
      publicBodies.byId(id),
    publicBodies: async (
      _: unknown,
      { kind, text, ...args }: PageArguments & BodyFilter,
      { publicBodies }: PlanningContext,
    ) =>
      pageInProcess({
        rows: (await publicBodies.all()).filter((body) => matches(body, { kind, text })),
        sort: [{ field: 'code', direction: 1 }],
        args,
        question: ['publicBodies', kind, text],
        defaultSize: 50,
      }),
  },
};
