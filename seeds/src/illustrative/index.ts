/** The illustrative pack: pure functions that make a city's rows, in terms that belong to no department. See model.ts. */
export {
  acceptancesOf,
  acceptancesOfCohort,
  acceptedValueOf,
  lateAcceptancesOf,
  milestonesOf,
} from './acceptances';
export { blemishesOf } from './blemishes';
export {
  allocationsOf,
  budgetLine,
  ceilingsOfCohort,
  settlementOf,
  settlementsOfCohort,
} from './budgetLines';
export { provider, service } from './catalogue';
export { blockOfCohort, cohortCount, cohortOfContract, dealtTo } from './cohorts';
export { commitmentsOf, commitmentsOfCohort } from './commitments';
export { contract, contractsOfCohort, isLive } from './contracts';
export { document, documentsOfCohort } from './documents';
export { contributionsOf, indicator, targetsOf } from './indicators';
export { AS_OF, ids, illustrativeProvenance, illustrativeText } from './labels';
export type * from './model';
export { observation, observationCount, observationsOf } from './observations';
export { paidOf, paymentsOf, paymentsOfCohort } from './payments';
export { COMMUNES, commune, DISTRICTS, district, places } from './places';
export { planItemOfContract, planItemsOfCohort } from './planItems';
export { programme, programmeCode, projectsOf } from './programmes';
export { task } from './tasks';
export { type CountedKind, countOf, type Tier, tierCounts, tiers } from './tiers';
export { negotiationsOf, pricesOfService, threeDepartments, unitPrice } from './unitPrices';
