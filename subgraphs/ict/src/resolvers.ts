import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { acceptanceResolvers } from './acceptance/resolvers';
import type { IctContext } from './context';
import { contractResolvers } from './contract/resolvers';
import { datasetResolvers } from './dataset/resolvers';
import { documentResolvers } from './document/resolvers';
import { mutations } from './mutations';
import { negotiationRoundResolvers } from './negotiationRound/resolvers';
import { programmeResolvers } from './programme/resolvers';
import { providerResolvers } from './provider/resolvers';
import { publicBodyResolvers } from './publicBody/resolvers';
import { serviceResolvers } from './service/resolvers';
import { unitPriceResolvers } from './unitPrice/resolvers';

const parts: readonly SubgraphResolvers<IctContext>[] = [
  contractResolvers,
  acceptanceResolvers,
  serviceResolvers,
  unitPriceResolvers,
  negotiationRoundResolvers,
  providerResolvers,
  documentResolvers,
  programmeResolvers,
  publicBodyResolvers,
  datasetResolvers,
  mutations,
];

function merged(): SubgraphResolvers<IctContext> {
  const all: SubgraphResolvers<IctContext> = {};
  for (const part of parts) {
    for (const [type, fields] of Object.entries(part)) all[type] = Object.assign(all[type] ?? {}, fields);
  }
  return all;
}

/** All resolvers of the department, type by type. */
export const resolvers = merged();
