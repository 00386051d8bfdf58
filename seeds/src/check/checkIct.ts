import type {
  AcceptanceRecord,
  ContractRecord,
  DocumentRecord,
  NegotiationRoundRecord,
  ProviderRecord,
  ServiceRecord,
  UnitPriceRecord,
} from '@lien-thong/ict';
import { checkPrices, priceOrder } from './checkPrices';
import { byId, type DataReader, groupedBy } from './DataReader';
import { amountFor, scaled, sumOf } from './decimals';
import type { Findings } from './Findings';

/** What other checks need to know of ict's rows. */
export interface IctRows {
  readonly contracts: ReadonlyMap<string, ContractRecord>;
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  readonly services: ReadonlyMap<string, ServiceRecord>;
  readonly acceptances: ReadonlyMap<string, readonly AcceptanceRecord[]>;
}

const department = 'ict';

/** Contracts, acceptances, prices and documents keep the invariants that ict is responsible for. */
export async function checkIct(reader: DataReader, findings: Findings): Promise<IctRows> {
  const documents = await byId(reader.rows<DocumentRecord>(department, 'documents'));
  const prices = await byId(reader.rows<UnitPriceRecord>(department, 'unitPrices'));
  const services = await byId(reader.rows<ServiceRecord>(department, 'services'));
  const providers = await byId(reader.rows<ProviderRecord>(department, 'providers'));
  const contracts = await byId(reader.rows<ContractRecord>(department, 'contracts'));
  const acceptances = await groupedBy(
    reader.rows<AcceptanceRecord>(department, 'acceptances'),
    ({ contractId }) => contractId,
  );
  const rounds = await groupedBy(
    reader.rows<NegotiationRoundRecord>(department, 'negotiationRounds'),
    ({ unitPriceId, _id }) => unitPriceId ?? _id,
  );
  checkDocuments(documents, findings);
  checkPrices({ prices, services, documents, rounds }, findings);
  for (const contract of contracts.values()) {
    checkContract(contract, { prices, findings });
    const { _id, legalName, taxCode } = contract.provider;
    const provider = providers.get(_id);
    findings.expect('a contract names its provider as the register does', contract._id, {
      holds: provider?.legalName === legalName && provider.taxCode === taxCode,
      detail: `${_id}: ${legalName}, ${taxCode}`,
    });
    checkAcceptances(contract, acceptances.get(contract._id) ?? [], findings);
  }
  for (const [contractId, [first]] of acceptances) {
    const holds = contracts.has(contractId);
    findings.expect('an acceptance is of a contract', first?._id ?? contractId, {
      holds,
      detail: contractId,
    });
  }
  return { contracts, documents, services, acceptances };
}

function checkDocuments(documents: ReadonlyMap<string, DocumentRecord>, findings: Findings): void {
  const numbers = new Map<string, string>();
  for (const { _id, number, basedOnIds } of documents.values()) {
    const former = number ? numbers.get(number) : undefined;
    findings.expect('a document number is held by one document', _id, {
      holds: former === undefined,
      detail: `${number} is also that of ${former}`,
    });
    if (number) numbers.set(number, _id);
    const missing = basedOnIds.filter((id) => !documents.has(id));
    findings.expect('what a document rests on exists', _id, {
      holds: missing.length === 0,
      detail: missing.join(', '),
    });
  }
}

function checkContract(
  contract: ContractRecord,
  { prices, findings }: { prices: ReadonlyMap<string, UnitPriceRecord>; findings: Findings },
): void {
  const { _id, items, value, status, signedOn, amendments } = contract;
  const total = sumOf(items.map(({ amount }) => amount.amount));
  findings.expect('the value of a contract is the sum of its items', _id, {
    holds: total === BigInt(value.amount),
    detail: `${value.amount} against ${total}`,
  });
  for (const { id, quantity, unitAmount, amount } of items) {
    const wanted = unitAmount ? amountFor(quantity, unitAmount.amount) : amount.amount;
    findings.expect('an item amount is quantity x unit price', id, {
      holds: wanted === amount.amount,
      detail: `${amount.amount} against ${wanted}`,
    });
  }
  const states = items.flatMap(({ unitPriceId }) => prices.get(unitPriceId ?? '')?.status ?? []);
  const least = states.toSorted((a, b) => priceOrder(a) - priceOrder(b))[0] ?? 'NONE';
  findings.expect('the price state of a contract is the least settled of its items', _id, {
    holds: least === contract.unitPriceStatus,
    detail: `${contract.unitPriceStatus} against ${least}`,
  });
  const isSigned = status === 'ACTIVE' || status === 'TERMINATED';
  findings.expect('only a signed contract has a signing date, within its period', _id, {
    holds: isSigned ? !signedOn || signedOn <= (contract.period.endDate ?? '9999') : !signedOn,
    detail: `${status}, signed ${signedOn}`,
  });
  const last = amendments.at(-1);
  findings.expect('the last amendment leads to the value', _id, {
    holds: !last || last.valueAfter.amount === value.amount,
    detail: `${last?.valueAfter.amount} against ${value.amount}`,
  });
}

function checkAcceptances(
  contract: ContractRecord,
  acceptances: readonly AcceptanceRecord[],
  findings: Findings,
): void {
  const { _id, value, acceptedValue, items, period } = contract;
  const accepted = sumOf(acceptances.map(({ amount }) => amount.amount));
  findings.expect('the accepted value is the sum of the acceptances, within the value', _id, {
    holds: accepted === BigInt(acceptedValue.amount) && accepted <= BigInt(value.amount),
    detail: `accepted ${acceptedValue.amount}, sum ${accepted}, value ${value.amount}`,
  });
  const inOrder = acceptances.toSorted((a, b) =>
    (a.period.startDate ?? '') < (b.period.startDate ?? '') ? -1 : 1,
  );
  inOrder.forEach((acceptance, at) => {
    const { startDate, endDate } = acceptance.period;
    const former = inOrder[at - 1]?.period.endDate ?? '';
    findings.expect('acceptance periods lie inside the contract and do not overlap', acceptance._id, {
      holds:
        (startDate ?? '') > former &&
        (startDate ?? '') >= (period.startDate ?? '') &&
        (endDate ?? '') <= (period.endDate ?? '9999'),
      detail: `${startDate} to ${endDate}, after ${former}`,
    });
    const sum = sumOf(acceptance.items.map(({ amount }) => amount.amount));
    findings.expect('the amount of an acceptance is the sum of its items', acceptance._id, {
      holds: sum === BigInt(acceptance.amount.amount),
      detail: `${acceptance.amount.amount} against ${sum}`,
    });
  });
  for (const { id, quantity, acceptedQuantity } of items) {
    const parts = acceptances.flatMap((each) => each.items.filter(({ itemId }) => itemId === id));
    const total = parts.reduce((sum, part) => sum + scaled(part.quantity, 20), 0n);
    findings.expect('no more of an item is accepted than was contracted', id, {
      holds: total <= scaled(quantity, 20) && total === scaled(acceptedQuantity, 20),
      detail: `accepted ${acceptedQuantity} of ${quantity}`,
    });
  }
}
