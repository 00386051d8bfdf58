import { askEngine, federation2, startFederation, type TestFederation } from '../../helpers/federation';

const graph = {
  people: {
    sdl: `${federation2}
      type Query { people: [Person!]! first: Person count: Int }
      type Person @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: {
        people: () => [
          { id: '1', name: 'An' },
          { id: '2', name: 'Bo' },
        ],
        first: () => ({ id: '1', name: 'An' }),
        count: () => 2,
      },
    },
  },
  pay: {
    sdl: `${federation2} type Person @key(fields: "id") { id: ID! salary: Int boss: Person grade: Int! }`,
    resolvers: {
      Person: {
        salary: () => 5,
        grade: () => 1,
        boss: ({ id }: { id: string }) => (id === '1' ? null : { id: '1' }),
      },
    },
  },
};

const query = '{ count people { name salary } }';

describe('an answer that cannot be used', () => {
  let federation: TestFederation;
  const failures: { reason: string; detail: string }[] = [];
  beforeAll(async () => {
    federation = await startFederation(graph, {
      onSubgraphFailure: (failure) => failures.push(failure),
      subgraphTimeoutMs: 30_000,
    });
  });
  afterAll(() => federation.close());
  beforeEach(() => {
    failures.length = 0;
  });
  const answerWith = (text: string, status = 200): void => {
    federation.intercept('pay', (_call, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(text);
      return true;
    });
  };
  const rest = {
    count: 2,
    people: [
      { name: 'An', salary: null },
      { name: 'Bo', salary: null },
    ],
  };

  test.each([
    ['HTML', '<html>secret-host:27017</html>', 200, 'not-json'],
    ['half a JSON', '{"data":{"_entities":[{"salary":1}', 200, 'not-json'],
    ['nothing', '', 200, 'not-json'],
    ['another shape', '{"result":1}', 200, 'wrong-shape'],
    ['a list', '[1]', 200, 'wrong-shape'],
    ['data of another kind', '{"data":7}', 200, 'wrong-shape'],
    ['too few entities', '{"data":{"_entities":[{"salary":1}]}}', 200, 'wrong-shape'],
    ['entities that are no list', '{"data":{"_entities":{}}}', 200, 'wrong-shape'],
    ['a status of 502', '<h1>Bad gateway</h1>', 502, 'status'],
  ])('such as %s is one coded error; the rest stays', async (_name, text, status, reason) => {
    answerWith(text, status);
    const answer = await federation.ask(query);
    expect(answer.data).toEqual(rest);
    expect(answer.errors).toEqual([
      {
        message: 'The department "pay" answered in a way that cannot be used.',
        path: ['people', 0],
        extensions: expect.objectContaining({ code: 'DOWNSTREAM_SERVICE_ERROR', department: 'pay', reason }),
      },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/secret|127\.0\.0\.1|html|stack/i);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toBe(reason);
  });

  test('or that does not come in time is a department that is unavailable', async () => {
    federation.intercept('pay', () => true);
    const engine = await federation.engineWith({ subgraphTimeoutMs: 1_500 });
    const answer = await askEngine(engine, { query });
    expect(answer.data).toEqual(rest);
    expect(answer.errors).toMatchObject([
      { path: ['people', 0], extensions: { code: 'DEPARTMENT_UNAVAILABLE', reason: 'timeout' } },
    ]);
  });

  test('or whose socket breaks is a department that is unavailable', async () => {
    federation.intercept('pay', (_call, response) => {
      response.socket?.destroy();
      return true;
    });
    const answer = await federation.ask(query);
    expect(answer.data).toEqual(rest);
    expect(answer.errors).toMatchObject([
      { path: ['people', 0], extensions: { code: 'DEPARTMENT_UNAVAILABLE', reason: 'unreachable' } },
    ]);
  });

  test('with ten megabytes of errors is a handful of errors', async () => {
    const error = { message: 'x'.repeat(10_000), path: ['_entities', 0, 'salary'] };
    answerWith(
      JSON.stringify({
        data: { _entities: [{ salary: null }, { salary: 3 }] },
        errors: Array.from({ length: 1_000 }, () => error),
      }),
    );
    const answer = await federation.ask(query);
    expect(answer.data).toEqual({
      count: 2,
      people: [
        { name: 'An', salary: null },
        { name: 'Bo', salary: 3 },
      ],
    });
    expect(JSON.stringify(answer).length).toBeLessThan(200_000);
    expect(answer.errors?.[0]?.path).toEqual(['people', 0, 'salary']);
  });

  test('keeps the errors that the department tells, at their places, without its insides', async () => {
    answerWith(
      JSON.stringify({
        data: { _entities: [null, { salary: 3 }] },
        errors: [
          {
            message: 'No salary.',
            path: ['_entities', 0],
            extensions: { code: 'FORBIDDEN', hint: 'ask', stacktrace: ['at /srv/app.js'], exception: {} },
          },
        ],
      }),
    );
    const answer = await federation.ask(query);
    expect(answer.data).toEqual({
      count: 2,
      people: [
        { name: 'An', salary: null },
        { name: 'Bo', salary: 3 },
      ],
    });
    expect(answer.errors).toEqual([
      {
        message: 'No salary.',
        path: ['people', 0],
        extensions: { code: 'FORBIDDEN', hint: 'ask', department: 'pay', serviceName: 'pay' },
      },
    ]);
  });

  test('with values of another kind nulls those fields, each with an error', async () => {
    answerWith(
      JSON.stringify({
        data: {
          _entities: [
            { salary: { much: 1 }, boss: 'nobody' },
            { salary: '12', boss: [] },
          ],
        },
      }),
    );
    const answer = await federation.ask('{ people { name salary boss { name } } }');
    expect(answer.data).toEqual({
      people: [
        { name: 'An', salary: null, boss: null },
        { name: 'Bo', salary: null, boss: null },
      ],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ['people', 0, 'salary'],
      ['people', 0, 'boss'],
      ['people', 1, 'salary'],
      ['people', 1, 'boss'],
    ]);
  });

  test('lets null go up exactly as far as the schema says', async () => {
    answerWith(JSON.stringify({ data: { _entities: [{ grade: null }] } }));
    const answer = await federation.ask('{ count first { name grade } }');
    expect(answer.data).toEqual({ count: 2, first: null });
    expect(answer.errors).toMatchObject([
      { path: ['first', 'grade'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } },
    ]);
    answerWith('oops');
    const failed = await federation.ask('{ count people { name grade } }');
    expect(failed.data).toBeNull();
    expect(failed.errors).toHaveLength(1);
  });

  test('is not asked for again by those who left', async () => {
    const leaving = new AbortController();
    federation.intercept('pay', () => {
      leaving.abort();
      return true;
    });
    const answer = await federation.ask(query, {}, { signal: leaving.signal });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'REQUEST_TIMEOUT' } }]);
  });

  test('or that takes longer than the request may is told with what is there', async () => {
    federation.intercept('pay', () => true);
    const answer = await federation.ask(query, {}, { timeoutMs: 1_500 });
    expect(answer.data).toEqual(rest);
    expect(answer.errors).toHaveLength(1);
  });

  test('of a root field nulls that field alone', async () => {
    federation.intercept('people', (_call, response) => {
      response.end('{"data":{"count":2,"first":null},"errors":[{"message":"no first","path":["first"]}]}');
      return true;
    });
    const answer = await federation.ask('{ c: count one: first { name } }');
    expect(answer.data).toEqual({ c: null, one: null });
    const answer2 = await federation.ask('{ count first { name } }');
    expect(answer2.data).toEqual({ count: 2, first: null });
    expect(answer2.errors).toMatchObject([
      {
        message: 'no first',
        path: ['first'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', department: 'people' },
      },
    ]);
  });
});
