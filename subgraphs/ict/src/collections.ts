import { acceptanceCollection } from './acceptance/record';
import { contractCollection } from './contract/record';
import { documentCollection } from './document/record';
import { negotiationRoundCollection } from './negotiationRound/record';
import { providerCollection } from './provider/record';
import { serviceCollection } from './service/record';
import { unitPriceCollection } from './unitPrice/record';

/** Every collection of this department, parents before their children. */
export const collections = [
  documentCollection,
  providerCollection,
  serviceCollection,
  unitPriceCollection,
  negotiationRoundCollection,
  contractCollection,
  acceptanceCollection,
] as const;
