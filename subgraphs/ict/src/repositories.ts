import type { Db } from 'mongodb';
import { type AcceptanceRepository, acceptanceRepository } from './acceptance/repository';
import { type ContractRepository, contractRepository } from './contract/repository';
import { type DocumentRepository, documentRepository } from './document/repository';
import { type NegotiationRoundRepository, negotiationRoundRepository } from './negotiationRound/repository';
import { type ProviderRepository, providerRepository } from './provider/repository';
import { type ServiceRepository, serviceRepository } from './service/repository';
import { type UnitPriceRepository, unitPriceRepository } from './unitPrice/repository';

/** Everything in the department that knows the database. */
export interface Repositories {
  readonly acceptances: AcceptanceRepository;
  readonly contracts: ContractRepository;
  readonly documents: DocumentRepository;
  readonly negotiationRounds: NegotiationRoundRepository;
  readonly providers: ProviderRepository;
  readonly services: ServiceRepository;
  readonly unitPrices: UnitPriceRepository;
}

/** The repositories over one database. */
export function createRepositories(db: Db): Repositories {
  return {
    acceptances: acceptanceRepository(db),
    contracts: contractRepository(db),
    documents: documentRepository(db),
    negotiationRounds: negotiationRoundRepository(db),
    providers: providerRepository(db),
    services: serviceRepository(db),
    unitPrices: unitPriceRepository(db),
  };
}
