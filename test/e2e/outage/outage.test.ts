import { setTimeout as delay } from 'node:timers/promises';
import { type DepartmentName, departments } from '@lien-thong/schema';
import type { TestAnswer } from '../../helpers/federation';
import { questionText } from '../../helpers/questions';
import { type City, startCity } from '../../helpers/startCity';

/** Real processes killed, real databases killed: the others' data stays, the failed one is named once, and it comes back. */
let city: City;

beforeAll(async () => {
  city = await startCity({ packs: ['facts', 'external', 'illustrative'] });
}, 120_000);
afterAll(() => city.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path, and each expectation says what it expects there
type Data = any;
type Ask = (
  number: string,
  variables?: Record<string, unknown>,
) => Promise<{ data: Data; errors: TestAnswer['errors'] }>;

const ask: Ask = async (number, variables) => {
  const { data, errors } = await city.ask(questionText(number), variables);
  return { data, errors };
};

const twin = { code: 'MAU-CT-2019' };

/** What every error of an outage is: one for the department, in two languages, with no address and no stack. */
function expectOutageOf(name: DepartmentName, errors: TestAnswer['errors']): void {
  expect(errors).toHaveLength(1);
  const [error] = errors ?? [];
  expect(error?.extensions).toMatchObject({ code: 'DEPARTMENT_UNAVAILABLE', department: name });
  const title = departments.find((each) => each.name === name)?.title;
  const text = JSON.stringify(error);
  expect(text).toContain(title?.vi);
  expect(text).toContain(title?.en);
  expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|node_modules|https?:\/\//);
}

async function answersAgain(name: DepartmentName): Promise<void> {
  const until = Date.now() + 90_000;
  for (;;) {
    const { errors } = await ask('14');
    if (!errors) return;
    if (Date.now() > until) throw new Error(`${name} did not come back: ${JSON.stringify(errors)}`);
    await delay(100);
  }
}

describe.each(['process', 'database'] as const)('when the %s of a department is killed', (what) => {
  async function down(name: DepartmentName): Promise<void> {
    if (what === 'process') await city.processes[name].kill('SIGKILL');
    else await city.databases[name].kill9();
  }
  async function up(name: DepartmentName): Promise<void> {
    if (what === 'process') await city.restart(name);
    else await city.databases[name].restart();
    await answersAgain(name);
  }

  test('finance: contracts and results stay, money is null, and it is there again afterwards', async () => {
    const before = await ask('01', twin);
    await down('finance');
    const programme = await ask('01', twin);
    expectOutageOf('finance', programme.errors);
    expect(programme.data.programmeByCode).toMatchObject({ financials: null, code: 'MAU-CT-2019' });
    expect(programme.data.programmeByCode.scorecard).toEqual(before.data.programmeByCode.scorecard);
    expect(programme.data.programmeByCode.contracts.nodes.length).toBeGreaterThan(0);
    for (const contract of programme.data.programmeByCode.contracts.nodes) {
      expect(contract).toMatchObject({
        paid: null,
        outstanding: null,
        value: { amount: expect.any(Number) },
      });
    }
    const due = await ask('03');
    expectOutageOf('finance', due.errors);
    expect(due.data.payments).toBeNull();
    const behind = await ask('04');
    expectOutageOf('finance', behind.errors);
    expect(behind.data.indicators.nodes.length).toBeGreaterThan(0);
    const facts = await ask('13');
    expectOutageOf('finance', facts.errors);
    expect(facts.data).toMatchObject({
      documents: expect.any(Object),
      services: expect.any(Object),
      budgetLines: null,
    });
    expect(facts.data.indicators.nodes).toHaveLength(8);
    await up('finance');
    expect(await ask('01', twin)).toEqual(before);
  });

  test('ict: payments keep their payees, budgets and results stay, contracts are null', async () => {
    const before = await ask('03');
    await down('ict');
    const due = await ask('03');
    expectOutageOf('ict', due.errors);
    expect(due.data.payments.totalCount).toBe(before.data.payments.totalCount);
    for (const [at, payment] of due.data.payments.nodes.entries()) {
      expect(payment.payee).toEqual(before.data.payments.nodes[at].payee);
      expect(payment.contract?.title ?? null).toBeNull();
    }
    const programme = await ask('01', twin);
    expectOutageOf('ict', programme.errors);
    expect(programme.data.programmeByCode).toMatchObject({ contracts: null, contractSummary: null });
    expect(programme.data.programmeByCode.financials.allocated.amount).toBeGreaterThan(0);
    const facts = await ask('13');
    expectOutageOf('ict', facts.errors);
    expect(facts.data).toMatchObject({ documents: null, services: null });
    expect(facts.data.budgetLines.nodes).toHaveLength(2);
    await up('ict');
    expect(await ask('03')).toEqual(before);
  });

  test('planning: its questions are null, payments are not touched', async () => {
    await down('planning');
    const programme = await ask('01', twin);
    expectOutageOf('planning', programme.errors);
    expect(programme.data.programmeByCode).toBeNull();
    const due = await ask('03');
    expect(due.errors).toBeUndefined();
    expect(due.data.payments.totalCount).toBeGreaterThan(0);
    const behind = await ask('04');
    expectOutageOf('planning', behind.errors);
    expect(behind.data.indicators).toBeNull();
    const facts = await ask('13');
    expectOutageOf('planning', facts.errors);
    expect(facts.data).toMatchObject({ documents: expect.any(Object), indicators: null });
    await up('planning');
  });
});

test('a loop of question 13 gives partial answers while each process and database is killed in turn, and no other process ends', async () => {
  let isOver = false;
  const seen = { whole: 0, partial: 0, broken: [] as string[] };
  const loop = (async () => {
    while (!isOver) {
      const { data, errors } = await ask('13').catch((error: unknown) => ({
        data: null,
        errors: [{ message: String(error) }],
      }));
      if (!data) seen.broken.push(JSON.stringify(errors));
      else if (errors) seen.partial += 1;
      else seen.whole += 1;
      await delay(20);
    }
  })();
  /** Somebody has been answered without what is down. */
  const isNoticed = async () => {
    for (const before = seen.partial; seen.partial === before && seen.broken.length === 0; ) await delay(20);
  };
  for (const { name } of departments) {
    await city.processes[name].kill('SIGKILL');
    await isNoticed();
    await city.restart(name);
    await answersAgain(name);
    await city.databases[name].kill9();
    await isNoticed();
    await city.databases[name].restart();
    await answersAgain(name);
  }
  isOver = true;
  await loop;
  expect(seen.broken).toEqual([]);
  expect(seen.partial).toBeGreaterThan(0);
  expect(seen.whole).toBeGreaterThan(0);
  const survivors = [city.gateway, ...departments.map(({ name }) => city.processes[name])];
  for (const { pid } of survivors) expect(() => process.kill(pid, 0)).not.toThrow();
});
