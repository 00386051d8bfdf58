import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
beforeAll(async () => {
  finance = await startFinance();
  await finance.load(factsRows());
}, 120_000);
afterAll(() => finance.stop());

const lines = () => finance.ask('{ budgetLines { totalCount nodes { code } } }');
const readiness = async () => {
  const response = await fetch(new URL('/ready', finance.url));
  return { status: response.status, body: await response.json() };
};

async function eventually<T>(task: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const value = await task();
    if (holds(value) || Date.now() > end) return value;
  }
}

it('a department whose database is killed stays up, says so, and recovers by itself', async () => {
  expect((await lines()).data.budgetLines.totalCount).toBe(2);
  expect((await readiness()).status).toBe(200);

  await finance.mongo.kill9();
  const down = await lines();
  expect(down.data).toEqual({ budgetLines: null });
  expect(down.errors?.[0]?.extensions.code).toBe('DATABASE_UNAVAILABLE');
  expect(JSON.stringify(down.errors)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|stack/);
  expect(await readiness()).toMatchObject({
    status: 503,
    body: { ready: false, department: 'finance', database: { reachable: false } },
  });
  const alive = await fetch(new URL('/health', finance.url));
  expect(alive.status).toBe(200);

  await finance.mongo.restart();
  const back = await eventually(lines, ({ errors }) => errors === undefined);
  expect(back.data.budgetLines.totalCount).toBe(2);
  expect((await readiness()).status).toBe(200);
});
