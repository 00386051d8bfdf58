import { call, freshKey } from './mutations';
import {
  allocatedLine,
  closeOffice,
  commitOf,
  committed,
  finance,
  officer,
  openOffice,
  ownedContract,
  owners,
  payOf,
  refused,
} from './office';

beforeAll(openOffice, 120_000);
afterAll(closeOffice);

describe('the caller', () => {
  it('must be an officer of finance, and known', async () => {
    const { commitment } = await committed();
    const input = payOf(commitment.id, 1, 'ADVANCE', 1);
    finance.caller = { ...officer, department: 'ict' };
    await refused('recordPayment', input, 'FORBIDDEN');
    finance.caller = { ...officer, role: 'auditor' };
    await refused('recordPayment', input, 'FORBIDDEN');
    finance.caller = null;
    const { errors, data } = await finance.ask(
      'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { replayed } }',
      { input: { idempotencyKey: freshKey(), ...input } },
    );
    finance.caller = officer;
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(data).toEqual({ recordPayment: null });
  });
});

describe('the same key', () => {
  it('gives the first result again, even after the data moved on and while the owner is down', async () => {
    const { commitment } = await committed({ acceptedValue: 1_000 });
    const input = { ...payOf(commitment.id, 1, 'INTERIM', 100), idempotencyKey: freshKey() };
    const first = await call(finance, 'recordPayment', input);
    await call(finance, 'recordPayment', payOf(commitment.id, 2, 'INTERIM', 50));
    owners.isDown = true;
    const again = await call(finance, 'recordPayment', input);
    owners.isDown = false;
    expect(again).toMatchObject({
      replayed: true,
      errors: [],
      payment: { id: first.payment.id, amount: { amount: 100 } },
    });
    await refused('recordPayment', { ...input, amount: 101 }, 'IDEMPOTENCY_MISMATCH');
  });

  it('tried again after a refusal does the thing once it may be done', async () => {
    const line = await allocatedLine(100);
    const contract = ownedContract({ value: 10 });
    const input = { ...commitOf(line, contract.id, 20), idempotencyKey: freshKey() };
    await refused('commitFunds', input, 'COMMITMENT_EXCEEDS_CONTRACT');
    contract.value = 20;
    expect(await call(finance, 'commitFunds', input)).toMatchObject({ replayed: false, errors: [] });
    expect(await call(finance, 'commitFunds', input)).toMatchObject({ replayed: true, errors: [] });
  });
});

describe('history', () => {
  it('of a line and of a contract tells who did what, newest first', async () => {
    const { commitment, line, contract } = await committed();
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 100));
    const { data } = await finance.ask(
      `query ($line: ID!, $keys: [_Any!]!) {
        budgetLine(id: $line) { history { totalCount nodes { version command by role changes { path after } } } }
        _entities(representations: $keys) { ... on Contract { financeHistory(first: 1) { totalCount nodes { command by changes { path } } pageInfo { hasNextPage } } } }
      }`,
      { line: line.id, keys: [{ __typename: 'Contract', id: contract.id }] },
    );
    const commands = data.budgetLine.history.nodes.map(({ command }: { command: string }) => command);
    expect(commands).toEqual([
      'syncLine',
      'syncLine',
      'commitFunds:reserve',
      'allocateBudget',
      'setBudgetEstimate',
    ]);
    expect(data.budgetLine.history.nodes[0]).toMatchObject({
      version: 5,
      by: 'officer-1',
      role: 'finance/officer',
    });
    const [{ financeHistory }] = data._entities;
    expect(financeHistory).toMatchObject({
      totalCount: 2,
      nodes: [{ command: 'recordPayment' }],
      pageInfo: { hasNextPage: true },
    });
    expect(financeHistory.nodes[0].changes.map(({ path }: { path: string }) => path)).toContain(
      'commitments.0.entries.0.amount',
    );
  });
});
