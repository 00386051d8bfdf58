import { randomUUID } from 'node:crypto';
import type { DepartmentName } from '@lien-thong/schema';
import { departments } from '@lien-thong/schema';
import { questionText } from '../../helpers/questions';
import { paper } from './papers';
import { type Data, startWritingCity, type WritingCity } from './writingCity';

/** The saved commands m1 to m3, sent as their files say, on the illustrative rows that anybody has after `npm run seed`. */
let city: WritingCity;

beforeAll(async () => {
  city = await startWritingCity(['facts', 'external', 'illustrative']);
});
afterAll(() => city.stop());

/** Sends a saved command as an officer; there must be no error beside the refusals in the payload. */
async function send(question: string, department: DepartmentName, input: object): Promise<Data> {
  const token = await city.keys.tokenFor(department, 'officer');
  const { data, errors } = await city.ask(questionText(question), { input }, token);
  expect(errors).toBeUndefined();
  return Object.values(data as Data)[0];
}

interface Payable {
  readonly commitment: { readonly id: string; readonly version: number };
  readonly payable: number;
  readonly acceptanceId: string;
}

/** An active illustrative contract of which something is accepted and not yet paid. */
async function payableRow(): Promise<Payable> {
  const { contracts } =
    await city.read(`{ contracts(first: 60, filter: { status: [ACTIVE], factStatus: [ILLUSTRATIVE] }) { nodes {
    payableNow { amount } acceptances(first: 1) { nodes { id } } commitments { id version remaining { amount } } } } }`);
  for (const { payableNow, acceptances, commitments } of contracts.nodes) {
    const commitment = commitments.find(({ remaining }: Data) => remaining.amount > 0);
    const payable = Math.min(payableNow.amount, commitment?.remaining.amount ?? 0);
    if (payable > 0 && acceptances.nodes.length > 0)
      return { commitment, payable, acceptanceId: acceptances.nodes[0].id };
  }
  throw new Error('no illustrative contract has anything to pay');
}

test('m1 records a part payment on an illustrative contract, and says the limit when it is too much', async () => {
  const { commitment, payable, acceptanceId } = await payableRow();
  const input = {
    idempotencyKey: randomUUID(),
    commitmentId: commitment.id,
    expectedVersion: commitment.version,
    voucherNo: 'MẪU-UNC-E2E-1',
    kind: 'INTERIM',
    amount: payable + 1,
    paidOn: '2019-12-27',
    acceptanceId,
  };
  const refused = await send('m1', 'finance', input);
  expect(refused).toMatchObject({ payment: null, contract: null });
  expect(refused.errors[0]).toMatchObject({
    code: expect.stringMatching(/^PAYMENT_EXCEEDS_(ACCEPTANCE|COMMITMENT)$/),
    limit: { amount: payable },
    message: { vi: expect.any(String), en: expect.any(String) },
  });
  const paid = await send('m1', 'finance', { ...input, amount: payable });
  expect(paid).toMatchObject({
    replayed: false,
    errors: [],
    payment: {
      voucherNo: 'MẪU-UNC-E2E-1',
      kind: 'INTERIM',
      amount: { amount: payable },
      paidOn: '2019-12-27',
    },
  });
  const { value, paid: paidInAll, outstanding } = paid.contract;
  expect(outstanding.amount).toBe(value.amount - paidInAll.amount);
  expect(await send('m1', 'finance', { ...input, amount: payable })).toEqual({ ...paid, replayed: true });
});

test('m2 records a result of the steward, as a revision with its reason, and assesses it', async () => {
  const { indicatorByCode: indicator } = await city.read(
    '{ indicatorByCode(code: "DVCTT-MD34") { id steward { code } } }',
  );
  const steward = departments.find(({ publicBodyId }) => publicBodyId === indicator.steward.code);
  const department = steward?.name ?? 'planning';
  const input = {
    idempotencyKey: randomUUID(),
    indicatorId: indicator.id,
    period: '2019',
    value: '84.5',
    status: 'D',
    observedOn: '2019-09-18',
  };
  const refused = await send('m2', department, input);
  expect(refused).toMatchObject({ observation: null, errors: [{ code: 'REVISION_NEEDS_REASON' }] });
  const reason = { vi: 'Số liệu tại cuộc họp 18/9/2019' };
  const recorded = await send('m2', department, { ...input, reason });
  expect(recorded).toMatchObject({
    replayed: false,
    errors: [],
    observation: { period: '2019', value: '84.5', status: 'D', revises: { value: expect.any(String) } },
    assessment: { state: 'BEHIND', gap: '15.5', target: { value: '100' } },
  });
});

test('m3 approves a submitted illustrative price provisionally, and asks for a decision of the People’s Committee', async () => {
  const { services } =
    await city.read(`{ services(first: 50, filter: { factStatus: [ILLUSTRATIVE] }) { nodes {
    unitPrices(status: [SUBMITTED], first: 50) { nodes { id version basis status } } } } }`);
  const prices: Data[] = services.nodes.flatMap(({ unitPrices }: Data) => unitPrices.nodes);
  const price = prices.find(({ basis }) => basis === 'NEGOTIATION');
  const input = {
    idempotencyKey: randomUUID(),
    unitPriceId: price.id,
    expectedVersion: price.version,
    decisionDocumentId: await paper(city, 'OTHER', 'SO-TTTT'),
    provisional: true,
  };
  const refused = await send('m3', 'ict', input);
  expect(refused).toMatchObject({ unitPrice: null, errors: [{ code: 'PRICE_NEEDS_DECISION' }] });
  const decisionDocumentId = await paper(city, 'DECISION', 'UBND-TP');
  const approved = await send('m3', 'ict', { ...input, decisionDocumentId });
  expect(approved).toMatchObject({
    replayed: false,
    errors: [],
    unitPrice: {
      id: price.id,
      status: 'PROVISIONAL',
      price: { qualifier: 'PROVISIONAL' },
      approvedBy: { status: 'ISSUED' },
      service: { code: expect.any(String), paid: { amount: expect.any(Number) } },
    },
  });
});
