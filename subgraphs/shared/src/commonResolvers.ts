import type { Change } from './commands/history';
import type { RequestContext, SubgraphResolvers } from './context';
import type { DatasetInfo } from './datasetInfo';
import { formatMoney } from './formatMoney';
import type { PublicBodyRecord } from './publicBodies';
import type { CitationRecord, LocalizedTextRecord, MoneyRecord } from './records';
import { reference } from './reference';
import { scalarResolvers } from './scalars';

type Language = 'VI' | 'EN';

/**
 * Resolvers of the value types of `common.graphql`, the same in every department: records are returned as they are
 * stored, and only what is computed has a function here.
 */
export const commonResolvers: SubgraphResolvers<RequestContext> = {
  ...scalarResolvers,
  LocalizedText: {
    text: (text: LocalizedTextRecord, { lang }: { lang: Language }) =>
      lang === 'EN' ? (text.en ?? text.vi) : text.vi,
  },
  Money: {
    currency: () => 'VND',
    formatted: (money: MoneyRecord, { lang }: { lang: Language }) => formatMoney(money, lang),
  },
  Citation: {
    // Only a reference: the registry of documents belongs to one department, and the gateway asks it.
    document: (citation: CitationRecord) => reference('Document', citation.documentId),
  },
  Change: {
    by: ({ caller }: Change) => caller.subject,
    role: ({ caller }: Change) => `${caller.department}/${caller.role}`,
  },
  DatasetInfo: {
    department: (info: DatasetInfo, _args: unknown, { publicBodies }: RequestContext) =>
      publicBodies.byId(info.departmentId),
  },
  PublicBody: {
    id: (body: PublicBodyRecord) => body._id,
    __resolveReference: ({ id }: { id: string }, { publicBodies }: RequestContext) => publicBodies.byId(id),
  },
};
