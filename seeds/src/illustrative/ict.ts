import {
  type AcceptanceRecord,
  type ContractRecord,
  currentPrice,
  type DocumentRecord,
  type NegotiationRoundRecord,
  type ProviderRecord,
  type ProviderSnapshot,
  type ServiceRecord,
  serviceStatus,
  type UnitPriceRecord,
} from '@lien-thong/ict';
import { acceptancesOf, acceptancesOfCohort, acceptedValueOf, milestonesOf } from './acceptances';
import { provider, service } from './catalogue';
import { contractsOfCohort } from './contracts';
import { document } from './documents';
import type { Acceptance, Contract, ContractItem, NegotiationRound } from './model';
import { exact, rowBase } from './rowBase';
import { rowStreamByCohort, rowStreamByIndex } from './rowStreams';
import { negotiationsOf, pricesOfService, unitPrice } from './unitPrices';

/** What other rows keep of a provider. */
function snapshotOf(providerIndex: number): ProviderSnapshot {
  const { id, legalName, taxCode } = provider(providerIndex);
  return { _id: id, legalName, taxCode };
}

function documentRow(index: number): DocumentRecord {
  const { id, number, kind, title, issuerId, issuedOn, status, basedOnIds } = document(index);
  return {
    ...rowBase,
    _id: id,
    number,
    kind,
    title,
    issuerId,
    issuedOn,
    status,
    basedOnIds: [...basedOnIds],
    url: null,
  };
}

function providerRow(index: number): ProviderRecord {
  return { ...rowBase, ...snapshotOf(index) };
}

function unitPriceRow(index: number): UnitPriceRecord {
  const price = unitPrice(index);
  const { id, serviceId, unit, validity, status, basis, submittedInId, approvedById } = price;
  return {
    ...rowBase,
    _id: id,
    serviceId,
    provider: snapshotOf(price.providerIndex),
    price: price.price === null ? null : { amount: price.price, qualifier: price.qualifier },
    unit,
    validity,
    status,
    basis,
    rounds: negotiationsOf(index).map(({ id: roundId, round, agreed }) => ({
      id: roundId,
      round,
      agreed: agreed === null ? null : exact(agreed),
    })),
    submittedInId,
    approvedById,
    comparedWithIds: [...price.comparedWithIds],
    comparedByIds: [...price.comparedByIds],
    minutesId: price.minutesId,
    appraisedById: price.appraisalReportId === null ? null : 'TO-CONG-TAC',
    appraisalReportId: price.appraisalReportId,
  };
}

function serviceRow(index: number): ServiceRecord {
  const { id, code, name, category, unit, leasePeriod } = service(index);
  const prices = pricesOfService(index).map((price) => unitPriceRow(price.index));
  return {
    ...rowBase,
    _id: id,
    code,
    name,
    category: category as ServiceRecord['category'],
    unit,
    leasePeriod,
    unitPriceStatus: serviceStatus(prices),
    currentUnitPriceId: currentPrice(prices)?._id ?? null,
  };
}

function negotiationRow(providerIndex: number, round: NegotiationRound): NegotiationRoundRecord {
  const { id, serviceId, heldOn, offered, agreed, participantIds, minutesId, unitPriceId } = round;
  return {
    ...rowBase,
    _id: id,
    serviceId,
    provider: snapshotOf(providerIndex),
    round: round.round,
    period: { startDate: heldOn, endDate: heldOn },
    offered: exact(offered),
    agreed: agreed === null ? null : exact(agreed),
    participantIds: [...participantIds],
    minutesId,
    unitPriceId,
  };
}

function decimalOfHundredths(hundredths: number): string {
  const text = String(hundredths).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function itemRow(item: ContractItem, acceptances: readonly Acceptance[]): ContractRecord['items'][number] {
  const { id, serviceId, description, quantity, unit, unitPriceId, unitAmount, amount } = item;
  const accepted = acceptances
    .flatMap(({ items }) => items)
    .filter(({ itemId }) => itemId === id)
    .reduce((sum, { quantityHundredths }) => sum + quantityHundredths, 0);
  return {
    id,
    serviceId,
    description,
    quantity: String(quantity),
    unit,
    unitPriceId,
    unitAmount: exact(unitAmount),
    amount: exact(amount),
    acceptedQuantity: decimalOfHundredths(accepted),
  };
}

function contractRow(contract: Contract): ContractRecord {
  const { index, id, number, ocid, awardId, title, status, procurementMethod, procuringEntityId } = contract;
  const { buyerId, programmeId, fiscalYear, period, signedOn, amendments, documentIds } = contract;
  const acceptances = acceptancesOf(index);
  return {
    ...rowBase,
    _id: id,
    number,
    ocid,
    awardId,
    title,
    status,
    procurementMethod,
    procuringEntityId,
    buyerId,
    provider: snapshotOf(contract.providerIndex),
    programmeId,
    fiscalYear,
    period,
    signedOn,
    closedOn: status === 'TERMINATED' ? (acceptances.at(-1)?.acceptedOn ?? null) : null,
    value: exact(contract.value),
    items: contract.items.map((item) => itemRow(item, acceptances)),
    milestones: milestonesOf(index),
    amendments: amendments.map((amendment) => ({
      ...amendment,
      valueBefore: exact(amendment.valueBefore),
      valueAfter: exact(amendment.valueAfter),
    })),
    documentIds: [...documentIds],
    acceptedValue: exact(acceptedValueOf(index)),
    acceptedParts: acceptances.map((acceptance) => ({
      id: acceptance.id,
      number: acceptance.number,
      period: acceptance.period,
      itemIds: acceptance.items.map(({ itemId }) => itemId),
    })),
    unitPriceStatus: contract.unitPriceStatus,
  };
}

function acceptanceRow(acceptance: Acceptance): AcceptanceRecord {
  const { id, number, contractId, period, acceptedOn, items, amount, documentId } = acceptance;
  return {
    ...rowBase,
    _id: id,
    number,
    contractId,
    period,
    acceptedOn,
    items: items.map(({ itemId, quantity, amount: part }) => ({ itemId, quantity, amount: exact(part) })),
    amount: exact(amount),
    documentId,
  };
}

/** The illustrative rows of ict by collection, each as a stream that holds one cohort in memory. */
export const ictRows = {
  documents: rowStreamByIndex('documents', (index) => [documentRow(index)]),
  providers: rowStreamByIndex('providers', (index) => [providerRow(index)]),
  services: rowStreamByIndex('services', (index) => [serviceRow(index)]),
  unitPrices: rowStreamByIndex('unitPrices', (index) => [unitPriceRow(index)]),
  negotiationRounds: rowStreamByIndex('unitPrices', (index) =>
    negotiationsOf(index).map((round) => negotiationRow(unitPrice(index).providerIndex, round)),
  ),
  contracts: rowStreamByCohort((cohort) => contractsOfCohort(cohort).map(contractRow)),
  acceptances: rowStreamByCohort((cohort) => acceptancesOfCohort(cohort).map(acceptanceRow)),
};
