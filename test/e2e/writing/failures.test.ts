import { setTimeout as delay } from 'node:timers/promises';
import { allocatedLine, payableContract, service } from './papers';
import { type Data, startWritingCity, type WritingCity } from './writingCity';

/** Commands while the department that they must ask is dead, and a department that is killed while it writes. */
let city: WritingCity;

beforeAll(async () => {
  city = await startWritingCity(['facts']);
});
afterAll(() => city.stop());

/** Waits until the gateway reaches the department again. */
async function answersAgain(question: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { errors } = await city.ask(question);
    if (!errors) return;
    if (Date.now() > until) throw new Error(JSON.stringify(errors));
    await delay(100);
  }
}

test('commitFunds writes nothing while ict is dead, and succeeds with the same key once it is back', async () => {
  const { contract } = await payableContract(city, 10_000);
  const line = await allocatedLine(city, 5_000);
  const command = {
    mutation: 'commitFunds',
    input: {
      idempotencyKey: 'commit-while-ict-is-dead',
      budgetLineId: line.id,
      expectedVersion: line.version,
      contractId: contract.id,
      contractVersion: contract.version,
      amount: 5_000,
      committedOn: '2019-03-05',
    },
    read: 'commitment { id }',
  };
  const before = await city.journalSize('finance');
  await city.processes.ict.kill('SIGKILL');
  expect(await city.run('finance', command)).toMatchObject({
    errors: [{ code: 'UPSTREAM_UNAVAILABLE' }],
    commitment: null,
    replayed: false,
  });
  expect(await city.journalSize('finance')).toBe(before);
  await city.restart('ict');
  await answersAgain('{ ictDataset { lastChangedAt } }');
  expect(await city.run('finance', command)).toMatchObject({ errors: [], replayed: false });
});

test('amendContract writes nothing while finance is dead, and succeeds with the same key once it is back', async () => {
  const { contract } = await payableContract(city, 10_000);
  const [item] = contract.items;
  const description = { vi: 'Máy chủ ảo' };
  const command = {
    mutation: 'amendContract',
    input: {
      idempotencyKey: 'amend-while-finance-is-dead',
      contractId: contract.id,
      expectedVersion: contract.version,
      items: [{ id: item.id, serviceId: service, description, quantity: '30' }],
      rationale: { vi: 'Thêm khối lượng' },
    },
    read: 'contract { value { amount } }',
  };
  const before = await city.journalSize('ict');
  await city.processes.finance.kill('SIGKILL');
  expect(await city.run('ict', command)).toMatchObject({
    errors: [{ code: 'UPSTREAM_UNAVAILABLE' }],
    contract: null,
  });
  expect(await city.journalSize('ict')).toBe(before);
  await city.restart('finance');
  await answersAgain('{ financeDataset { lastChangedAt } }');
  expect(await city.run('ict', command)).toMatchObject({
    errors: [],
    contract: { value: { amount: 30_000_000 } },
  });
});

/** Payments of 1,000 đồng by one writer until the department is gone; answers the vouchers by what came back. */
async function writeUntilKilled(
  commitmentId: string,
  { writer, written }: { readonly writer: number; readonly written: string[] },
): Promise<{ acknowledged: string[]; unanswered: string | null }> {
  const acknowledged: string[] = [];
  for (let at = 0; ; at += 1) {
    const voucherNo = `UNC-${writer}-${at}`;
    try {
      const { errors } = await pay(commitmentId, voucherNo);
      if (errors.length > 0) throw new TypeError(JSON.stringify(errors));
      acknowledged.push(voucherNo);
      written.push(voucherNo);
    } catch (error) {
      if (error instanceof TypeError) throw error;
      return { acknowledged, unanswered: voucherNo };
    }
  }
}

function pay(commitmentId: string, voucherNo: string): Promise<Data> {
  const input = {
    idempotencyKey: voucherNo,
    commitmentId,
    voucherNo,
    kind: 'INTERIM',
    amount: 1_000,
    paidOn: '2019-03-29',
  };
  return city.run('finance', { mutation: 'recordPayment', input });
}

test('after kill -9 of finance between writes every acknowledged payment is there, once, and totals are sums of rows', async () => {
  const { contract, line, commitment } = await payableContract(city, 20_000_000);
  const written: string[] = [];
  const writers = Promise.all(
    [1, 2, 3, 4].map((writer) => writeUntilKilled(commitment.id, { writer, written })),
  );
  // In the middle of writing, however long that takes to begin.
  for (const end = Date.now() + 1_500; written.length < 8 || Date.now() < end; ) await delay(20);
  await city.processes.finance.kill('SIGKILL');
  const outcomes = await writers;
  await city.restart('finance');
  await answersAgain('{ financeDataset { lastChangedAt } }');
  const acknowledged = outcomes.flatMap((outcome) => outcome.acknowledged);
  const unanswered = outcomes.flatMap((outcome) => outcome.unanswered ?? []);
  expect(acknowledged.length).toBeGreaterThan(0);
  const vouchers = async (): Promise<string[]> => {
    const query = `{ contract(id: "${contract.id}") { payments(first: 500) { nodes { voucherNo } } } }`;
    return (await city.read(query)).contract.payments.nodes.map(({ voucherNo }: Data) => voucherNo);
  };
  await eventually(async () => expect(await vouchers()).toEqual(expect.arrayContaining(acknowledged)));
  // A client that got no answer sends the command again with the same key.
  for (const voucherNo of unanswered)
    expect(await pay(commitment.id, voucherNo)).toMatchObject({ errors: [] });
  const all = [...acknowledged, ...unanswered].sort();
  await eventually(async () => {
    expect((await vouchers()).sort()).toEqual(all);
    const { contract: paid, budgetLine } = await city.read(
      `{ contract(id: "${contract.id}") { paid { amount } } budgetLine(id: "${line.id}") { paid { amount } } }`,
    );
    expect([paid.paid.amount, budgetLine.paid.amount]).toEqual([all.length * 1_000, all.length * 1_000]);
  });
});

/** The sweep runs at the start of a department; what it mends is there within seconds. */
async function eventually(expectation: () => Promise<void>): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(200);
    }
  }
}
