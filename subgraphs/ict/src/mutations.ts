import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { acceptDeliverable } from './acceptance/commands/acceptDeliverable';
import type { IctContext } from './context';
import { amendContract } from './contract/commands/amendContract';
import { closeContract } from './contract/commands/closeContract';
import { draftContract } from './contract/commands/draftContract';
import { signContract } from './contract/commands/signContract';
import { registerDocument } from './document/commands/registerDocument';
import { recordNegotiation } from './negotiationRound/commands/recordNegotiation';
import { registerProvider } from './provider/commands/registerProvider';
import { appraiseUnitPrice } from './unitPrice/commands/appraiseUnitPrice';
import { approveUnitPrice } from './unitPrice/commands/approveUnitPrice';
import { determineLowestPrice } from './unitPrice/commands/determineLowestPrice';
import { recordTenderedPrice } from './unitPrice/commands/recordTenderedPrice';
import { submitUnitPrice } from './unitPrice/commands/submitUnitPrice';

/** Everything that officers of this department may do, in the order in which a lease goes. */
export const mutations: SubgraphResolvers<IctContext> = {
  Mutation: {
    registerDocument,
    registerProvider,
    recordNegotiation,
    submitUnitPrice,
    recordTenderedPrice,
    determineLowestPrice,
    appraiseUnitPrice,
    approveUnitPrice,
    draftContract,
    signContract,
    amendContract,
    closeContract,
    acceptDeliverable,
  },
};
