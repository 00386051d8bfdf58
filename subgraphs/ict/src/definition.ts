import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphDefinition } from '@lien-thong/subgraph-kit';
import { approvedPricesAggregate, approvedPricesCollection } from './approvedPrices/record';
import { collections } from './collections';
import { createContext, type IctContext } from './context';
import { contractAggregate } from './contract/aggregate';
import { documentAggregate } from './document/aggregate';
import { providerAggregate } from './provider/aggregate';
import { resolvers } from './resolvers';
import { unitPriceAggregate } from './unitPrice/aggregate';
import { repairPriceProjections } from './unitPrice/repairPriceProjections';

/** The department of information and communications, ready to be started. */
export const definition: SubgraphDefinition<IctContext> = {
  name: 'ict',
  sdlPath: departmentNamed('ict').sdlPath,
  resolvers,
  collections: [...collections, approvedPricesCollection],
  aggregates: [
    documentAggregate,
    providerAggregate,
    unitPriceAggregate,
    contractAggregate,
    approvedPricesAggregate,
  ],
  repair: repairPriceProjections,
  createContext,
};
