import type { Data, WritingCity } from './writingCity';

/** The service that the source document's prices are of. */
export const service = 'svc-SV-HTCNTT';
/** The lease of the source document. */
export const lease = { startDate: '2017-01-01', endDate: '2018-12-31' };

let numbers = 0;

/** Registers a document as ict's officer; answers its id. */
export async function paper(city: WritingCity, kind: string, issuerId: string): Promise<string> {
  numbers += 1;
  const status = kind === 'SUBMISSION' ? 'SUBMITTED' : 'ISSUED';
  const number = `${numbers}/THU-${kind}`;
  const input = {
    number,
    kind,
    title: { vi: `Văn bản thử ${number}` },
    issuerId,
    issuedOn: '2019-03-01',
    status,
  };
  return (await city.done('ict', { mutation: 'registerDocument', input, read: 'document { id }' })).document
    .id;
}

/** Registers a provider as ict's officer; answers its id. */
export async function provider(city: WritingCity): Promise<string> {
  numbers += 1;
  const taxCode = String(numbers).padStart(10, '0');
  const input = { legalName: `Đơn vị thử ${taxCode}`, taxCode };
  return (await city.done('ict', { mutation: 'registerProvider', input, read: 'provider { id }' })).provider
    .id;
}

/** Records a price tendered for 2019, đồng a month; answers it. */
export async function tender(city: WritingCity, providerId: string, price: number): Promise<Data> {
  const input = {
    serviceId: service,
    providerId,
    price,
    unitCode: 'MON',
    validity: { startDate: '2019-01-01', endDate: '2019-12-31' },
    resultDocumentId: await paper(city, 'OTHER', 'VP-UBND'),
  };
  const read = 'unitPrice { id version status basis price { amount } }';
  return (await city.done('ict', { mutation: 'recordTenderedPrice', input, read })).unitPrice;
}

const contractFields = 'contract { id version value { amount } items { id quantity } }';

/** A contract for a lease of 24 months at that price, drafted and signed; answers it. */
export async function signedContract(
  city: WritingCity,
  of: { readonly providerId: string; readonly unitPriceId: string },
): Promise<Data> {
  const contract = await draftedContract(city, of);
  const input = { contractId: contract.id, expectedVersion: contract.version, signedOn: '2018-02-01' };
  return (await city.done('ict', { mutation: 'signContract', input, read: contractFields })).contract;
}

/** The contract before it is signed. */
export async function draftedContract(
  city: WritingCity,
  { providerId, unitPriceId }: { readonly providerId: string; readonly unitPriceId: string },
): Promise<Data> {
  numbers += 1;
  const input = {
    number: `${numbers}/2018/HĐ-THU`,
    title: { vi: 'Thuê hạ tầng CNTT dùng chung' },
    buyerId: 'SO-TTTT',
    procuringEntityId: 'SO-TTTT',
    providerId,
    fiscalYear: 2018,
    period: lease,
    method: 'DIRECT',
    items: [{ serviceId: service, description: { vi: 'Máy chủ ảo' }, quantity: '24', unitPriceId }],
  };
  return (await city.done('ict', { mutation: 'draftContract', input, read: contractFields })).contract;
}

/** Accepts months of the first item; `period` is where they lie. Answers the contract after it. */
export async function accepted(
  city: WritingCity,
  contract: Data,
  part: { readonly itemId: string; readonly quantity: string; readonly year: 2017 | 2018 },
): Promise<Data> {
  numbers += 1;
  const { itemId, quantity, year } = part;
  const input = {
    contractId: contract.id,
    expectedVersion: contract.version,
    number: `BBNT-${numbers}`,
    period: { startDate: `${year}-01-01`, endDate: `${year}-12-31` },
    acceptedOn: '2019-01-10',
    items: [{ itemId, quantity }],
  };
  const read =
    'acceptance { id } contract { id version value { amount } acceptedValue { amount } items { id quantity } }';
  return (await city.done('ict', { mutation: 'acceptDeliverable', input, read })).contract;
}

/** A line with that much allocated to it by an issued decision; answers the line. */
export async function allocatedLine(city: WritingCity, amount: number): Promise<Data> {
  numbers += 1;
  const decisionDocumentId = await paper(city, 'DECISION', 'UBND-TP');
  await city.done('finance', { mutation: 'setBudgetCeiling', input: { decisionDocumentId, amount } });
  const estimate = {
    code: `THUE-${numbers}`,
    name: { vi: 'Thuê hạ tầng CNTT dùng chung' },
    fiscalYear: 2018,
    spendingUnitId: 'SO-TTTT',
    fundingSource: 'RECURRENT',
    amount,
    decisionDocumentId,
  };
  const fields = 'budgetLine { id version allocated { amount } }';
  const { budgetLine } = await city.done('finance', {
    mutation: 'setBudgetEstimate',
    input: estimate,
    read: fields,
  });
  const input = {
    budgetLineId: budgetLine.id,
    expectedVersion: budgetLine.version,
    decisionDocumentId,
    kind: 'INITIAL',
    amount,
    allocatedOn: '2019-03-01',
  };
  return (await city.done('finance', { mutation: 'allocateBudget', input, read: fields })).budgetLine;
}

/** Commits that much of a line for a contract; answers the commitment. */
export async function committed(
  city: WritingCity,
  contract: Data,
  of: { readonly line: Data; readonly amount: number },
): Promise<Data> {
  const input = {
    budgetLineId: of.line.id,
    expectedVersion: of.line.version,
    contractId: contract.id,
    contractVersion: contract.version,
    amount: of.amount,
    committedOn: '2019-03-05',
  };
  const read = 'commitment { id version amount { amount } }';
  return (await city.done('finance', { mutation: 'commitFunds', input, read })).commitment;
}

/** A contract of 24 million đồng that is accepted to its end, with that much committed for it on a line of its own. */
export async function payableContract(
  city: WritingCity,
  amount: number,
): Promise<{ readonly contract: Data; readonly line: Data; readonly commitment: Data }> {
  const providerId = await provider(city);
  const { id: unitPriceId } = await tender(city, providerId, 1_000_000);
  const signed = await signedContract(city, { providerId, unitPriceId });
  const contract = await accepted(city, signed, { itemId: signed.items[0].id, quantity: '24', year: 2017 });
  const line = await allocatedLine(city, amount);
  const commitment = await committed(city, contract, { line, amount });
  return { contract, line, commitment };
}
