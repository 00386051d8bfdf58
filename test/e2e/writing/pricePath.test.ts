import {
  accepted,
  allocatedLine,
  committed,
  draftedContract,
  lease,
  paper,
  provider,
  service,
  tender,
} from './papers';
import { type Data, startWritingCity, three, type WritingCity } from './writingCity';

/**
 * The path of the source document (L14 to L24), through the gateway, on the service that it speaks of: a price is
 * negotiated, a contract rests on it provisionally, money is paid in part, and only the approved lowest price lets the
 * contract be settled. Each test goes on where the one before it ended.
 */
let city: WritingCity;
let price: Data;
let contract: Data;
let commitment: Data;
let providerId: string;
let decisionId: string;

beforeAll(async () => {
  city = await startWritingCity(['facts']);
  providerId = await provider(city);
  decisionId = await paper(city, 'DECISION', 'UBND-TP');
});
afterAll(() => city.stop());

const priceFields = 'unitPrice { id version status basis price { amount qualifier } }';
const contractFields =
  'contract { id version value { amount } acceptedValue { amount } items { id quantity } }';

async function takePrice(mutation: string, more: object): Promise<void> {
  const input = { unitPriceId: price.id, expectedVersion: price.version, ...more };
  price = (await city.done('ict', { mutation, input, read: priceFields })).unitPrice;
}

const blockers = async (): Promise<string[]> =>
  (await city.read(`{ contract(id: "${contract.id}") { settlementBlockers } }`)).contract.settlementBlockers;

let vouchers = 0;

/** Sends a payment on the commitment as it is now. */
async function pay(kind: string, amount: number): Promise<Data> {
  vouchers += 1;
  const input = {
    commitmentId: commitment.id,
    voucherNo: `UNC-${vouchers}`,
    kind,
    amount,
    paidOn: '2019-03-29',
  };
  const read = 'payment { id amount { amount } } contract { paid { amount } advanceUnrecovered { amount } }';
  return city.run('finance', { mutation: 'recordPayment', input, read });
}

async function settle(): Promise<Data> {
  const input = {
    contractId: contract.id,
    contractVersion: contract.version,
    settledOn: '2019-12-20',
    decisionDocumentId: decisionId,
  };
  const read =
    'settlement { amount { amount } } contract { settlement { amount { amount } } settlementBlockers }';
  return city.run('finance', { mutation: 'settleContract', input, read });
}

const codesOf = ({ errors }: Data): string[] => errors.map(({ code }: Data) => code);

test('the price is negotiated in two rounds, submitted and provisionally approved', async () => {
  for (const [round, agreed] of [
    [1, 1_050_000],
    [2, 1_000_000],
  ]) {
    const input = {
      serviceId: service,
      providerId,
      round,
      heldOn: `2017-0${round}-20`,
      offered: 1_100_000,
      agreed,
      unitCode: 'MON',
      participantIds: three,
      validity: lease,
    };
    const payload = await city.done('ict', { mutation: 'recordNegotiation', input, read: priceFields });
    price = payload.unitPrice;
  }
  expect(price).toMatchObject({ version: 2, status: 'NEGOTIATED', price: { amount: 1_000_000 } });
  await takePrice('submitUnitPrice', { submissionDocumentId: await paper(city, 'SUBMISSION', 'SO-TTTT') });
  await takePrice('approveUnitPrice', { decisionDocumentId: decisionId, provisional: true });
  expect(price).toMatchObject({
    status: 'PROVISIONAL',
    price: { amount: 1_000_000, qualifier: 'PROVISIONAL' },
  });
});

test('a contract is signed on the provisional price, and everything still stands in the way of its settlement', async () => {
  contract = await draftedContract(city, { providerId, unitPriceId: price.id });
  expect(contract.value.amount).toBe(24_000_000);
  const missing = ['UNIT_PRICE_NOT_APPROVED', 'NOT_FULLY_ACCEPTED', 'NO_COMMITMENT'];
  expect(await blockers()).toEqual(missing);
  const input = { contractId: contract.id, expectedVersion: contract.version, signedOn: '2017-02-01' };
  contract = (await city.done('ict', { mutation: 'signContract', input, read: contractFields })).contract;
  expect(await blockers()).toEqual(missing);
});

test('half of it is accepted, money is allocated and committed, and the commitment is missing no longer', async () => {
  contract = await accepted(city, contract, { itemId: contract.items[0].id, quantity: '12', year: 2017 });
  expect(contract.acceptedValue.amount).toBe(12_000_000);
  const line = await allocatedLine(city, 30_000_000);
  expect(line.allocated.amount).toBe(30_000_000);
  commitment = await committed(city, contract, { line, amount: 20_000_000 });
  expect(await blockers()).toEqual(['UNIT_PRICE_NOT_APPROVED', 'NOT_FULLY_ACCEPTED']);
});

test('an advance and a part payment are made, up to what is accepted', async () => {
  expect(codesOf(await pay('ADVANCE', 5_000_000))).toEqual([]);
  expect(await blockers()).toEqual([
    'UNIT_PRICE_NOT_APPROVED',
    'NOT_FULLY_ACCEPTED',
    'ADVANCE_NOT_RECOVERED',
  ]);
  const part = await pay('INTERIM', 6_000_000);
  expect(part).toMatchObject({
    errors: [],
    contract: { paid: { amount: 11_000_000 }, advanceUnrecovered: { amount: 5_000_000 } },
  });
  const beyond = await pay('INTERIM', 1_000_001);
  expect(beyond.errors).toMatchObject([{ code: 'PAYMENT_EXCEEDS_ACCEPTANCE', limit: { amount: 1_000_000 } }]);
  expect(codesOf(await pay('FINAL', 1))).toContain('UNIT_PRICE_NOT_APPROVED');
});

test('the three departments determine the lowest price against a tender, the Working Group appraises it, and settlement is still refused', async () => {
  const tendered = await tender(city, await provider(city), 800_000);
  const comparison = { comparedWithIds: [tendered.id], comparedByIds: three, price: 800_000 };
  await takePrice('determineLowestPrice', comparison);
  expect(price).toMatchObject({
    status: 'LOWEST_DETERMINED',
    basis: 'LOWEST_OF_COMPARISON',
    price: { amount: 800_000, qualifier: 'EXACT' },
  });
  expect((await blockers())[0]).toBe('UNIT_PRICE_NOT_APPROVED');
  const reportDocumentId = await paper(city, 'OTHER', 'TO-CONG-TAC');
  await takePrice('appraiseUnitPrice', { appraisedById: 'TO-CONG-TAC', reportDocumentId });
  expect((await blockers())[0]).toBe('UNIT_PRICE_NOT_APPROVED');
  const refused = await settle();
  expect(codesOf(refused)).toEqual([
    'UNIT_PRICE_NOT_APPROVED',
    'ILLEGAL_TRANSITION',
    'ADVANCE_NOT_RECOVERED',
  ]);
  expect(refused.settlement).toBeNull();
});

test('the final approval takes the price out of the way', async () => {
  await takePrice('approveUnitPrice', { decisionDocumentId: decisionId, provisional: false });
  expect(price).toMatchObject({ status: 'APPROVED', price: { amount: 800_000 } });
  expect(await blockers()).toEqual(['NOT_FULLY_ACCEPTED', 'ADVANCE_NOT_RECOVERED']);
});

test('the rest of the contract is amended to the approved price and accepted, and the advance recovered', async () => {
  const item = { serviceId: service, description: { vi: 'Máy chủ ảo' }, quantity: '12' };
  const input = {
    contractId: contract.id,
    expectedVersion: contract.version,
    // What is accepted keeps the price that it was accepted at.
    items: [
      { ...item, id: contract.items[0].id },
      { ...item, unitPriceId: price.id },
    ],
    rationale: { vi: 'Phần còn lại theo đơn giá được phê duyệt' },
    documentId: decisionId,
  };
  contract = (await city.done('ict', { mutation: 'amendContract', input, read: contractFields })).contract;
  expect(contract).toMatchObject({ value: { amount: 21_600_000 }, acceptedValue: { amount: 12_000_000 } });
  contract = await accepted(city, contract, { itemId: contract.items[1].id, quantity: '12', year: 2018 });
  expect(contract.acceptedValue.amount).toBe(21_600_000);
  expect(await blockers()).toEqual(['ADVANCE_NOT_RECOVERED']);
  expect(codesOf(await settle())).toEqual(['ADVANCE_NOT_RECOVERED']);
  expect(codesOf(await pay('ADVANCE_RECOVERY', 5_000_000))).toEqual([]);
  expect(await blockers()).toEqual([]);
});

test('the last payment brings it to 24 months at the lowest price, and the contract is settled for what was paid, once', async () => {
  const beyond = await pay('FINAL', 15_600_001);
  expect(codesOf(beyond)).toEqual(['PAYMENT_EXCEEDS_COMMITMENT', 'PAYMENT_EXCEEDS_ACCEPTANCE']);
  expect(beyond.errors.map(({ limit }: Data) => limit.amount)).toEqual([14_000_000, 15_600_000]);
  const final = await pay('FINAL', 13_200_000);
  expect(final).toMatchObject({ errors: [], contract: { paid: { amount: 19_200_000 } } });
  expect(await settle()).toMatchObject({
    errors: [],
    settlement: { amount: { amount: 19_200_000 } },
    contract: { settlement: { amount: { amount: 19_200_000 } }, settlementBlockers: ['ALREADY_SETTLED'] },
  });
  expect(codesOf(await settle())).toEqual(['ILLEGAL_TRANSITION']);
});

test('the reconciliation lists that the commitment was made on the value before the amendment, and nothing else', async () => {
  const { reconciliation } = await city.read('{ reconciliation { nodes { kind expected actual } } }');
  expect(reconciliation.nodes).toEqual([
    { kind: 'CONTRACT_VALUE_DIFFERS', expected: '21600000', actual: '24000000' },
  ]);
});

/** Every page of a history, two changes at a time. */
async function historyOf(field: string, id: string, name = 'history'): Promise<Data[]> {
  const changes: Data[] = [];
  let after: string | null = null;
  do {
    const query = `query ($after: String) { ${field}(id: "${id}") { ${name}(first: 2, after: $after) {
      totalCount nodes { version at by role command citation { documentId } changes { path before after } }
      pageInfo { hasNextPage endCursor } } } }`;
    const { [field]: row } = await city.read(query, { after }, 'planning');
    const { nodes, pageInfo, totalCount }: Data = row[name];
    expect(nodes.length).toBeLessThanOrEqual(2);
    changes.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    if (!after) expect(changes).toHaveLength(totalCount);
  } while (after);
  return changes;
}

test('the history of the price says who took each step, when, by which command and on which document', async () => {
  const changes = await historyOf('unitPrice', price.id);
  expect(changes.map(({ version, command }) => [version, command])).toEqual([
    [7, 'approveUnitPrice'],
    [6, 'appraiseUnitPrice'],
    [5, 'determineLowestPrice'],
    [4, 'approveUnitPrice'],
    [3, 'submitUnitPrice'],
    [2, 'recordNegotiation'],
    [1, 'recordNegotiation'],
  ]);
  for (const change of changes) {
    expect(change).toMatchObject({ by: 'ict-officer', role: 'ict/officer' });
    expect(Date.parse(change.at)).toBeGreaterThan(Date.now() - 600_000);
  }
  expect(changes[0].citation).toEqual({ documentId: decisionId });
  expect(changes[0].changes).toContainEqual({ path: 'status', before: '"APPRAISED"', after: '"APPROVED"' });
  expect(changes[2].changes).toContainEqual({ path: 'price.amount', before: '1000000', after: '800000' });
});

test('the history of the contract, and of its money, says the same', async () => {
  const changes = await historyOf('contract', contract.id);
  expect(changes.map(({ command }) => command)).toEqual([
    'acceptDeliverable',
    'amendContract',
    'acceptDeliverable',
    'signContract',
    'draftContract',
  ]);
  expect(changes[1]).toMatchObject({ role: 'ict/officer', citation: { documentId: decisionId } });
  expect(changes[1].changes).toContainEqual({ path: 'value.amount', before: '24000000', after: '21600000' });
  const money = await historyOf('contract', contract.id, 'financeHistory');
  expect(money.map(({ command }) => command)).toEqual([
    'settleContract',
    'recordPayment',
    'recordPayment',
    'recordPayment',
    'recordPayment',
    'commitFunds',
  ]);
  expect(money[0]).toMatchObject({
    by: 'finance-officer',
    role: 'finance/officer',
    citation: { documentId: decisionId },
  });
});
