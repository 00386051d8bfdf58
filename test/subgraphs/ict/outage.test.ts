import { type IctFixture, startIct } from './ictFixture';

describe('a department whose database is down', () => {
  let ict: IctFixture;
  beforeAll(async () => {
    ict = await startIct({ packs: ['facts'] });
  });
  afterAll(() => ict.stop());

  const ready = async () => {
    const response = await fetch(ict.running.url.replace('/graphql', '/ready'));
    return { status: response.status, body: await response.json() };
  };

  test('stays up, says so in /ready and in a coded error, and recovers by itself', async () => {
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true } });
    await ict.mongo.kill9();
    expect(await ready()).toMatchObject({ status: 503, body: { ready: false, department: 'ict' } });
    const { data, errors } = await ict.ask('{ services { totalCount } documents { totalCount } }');
    expect(data).toEqual({ services: null, documents: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([
      'DATABASE_UNAVAILABLE',
      'DATABASE_UNAVAILABLE',
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|at .*\.ts/);
    await ict.mongo.restart();
    let recovered: { errors?: unknown } = { errors: [] };
    for (const end = Date.now() + 60_000; recovered.errors && Date.now() < end; )
      recovered = await ict.ask('{ services { totalCount } }');
    expect(recovered).toMatchObject({ data: { services: { totalCount: 5 } } });
    expect(await ready()).toMatchObject({ status: 200 });
  });
});
