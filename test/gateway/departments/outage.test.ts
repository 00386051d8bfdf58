import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

const planning = `${federation2}
  type Query { programme(code: ID!): Programme, programmes: [Programme!]! }
  type Programme @key(fields: "code") { code: ID!, title: String }`;
const finance = `${federation2}
  type Query { budget: Float, refused: String, broken: String }
  type Programme @key(fields: "code") { code: ID!, paid: Float, allocated: Float }`;

const programmes = [
  { code: 'A', title: 'Một' },
  { code: 'B', title: 'Hai' },
];

describe.each(['own', 'apollo'])('a department that fails, engine %s', (engine) => {
  let federation: TestFederation;
  let gateway: TestGateway;
  let answersFinance: 'well' | 'hangs up' | 'never' | 'as HTML' | 'status 503' | 'half JSON' | 'too few' =
    'well';

  beforeAll(async () => {
    federation = await startFederation({
      planning: {
        sdl: planning,
        resolvers: {
          Query: {
            programmes: () => programmes,
            programme: (_: unknown, { code }: { code: string }) =>
              programmes.find((row) => row.code === code),
          },
        },
      },
      finance: {
        sdl: finance,
        resolvers: {
          Query: { budget: () => 5, refused: () => null, broken: () => null },
          Programme: {
            __resolveReference: ({ code }: { code: string }) => ({ code, paid: 7, allocated: 9 }),
          },
        },
      },
    });
    federation.intercept('finance', ({ query }, response) => {
      const send = (text: string): true => {
        response.setHeader('content-type', 'application/json');
        response.end(text);
        return true;
      };
      if (query.includes('refused')) {
        return send(
          '{"data":{"refused":null},"errors":[{"message":"The cursor is of another list.","path":["refused"],"extensions":{"code":"INVALID_CURSOR","hint":"start again","stacktrace":["at /srv/x.js"]}}]}',
        );
      }
      if (query.includes('broken')) {
        return send(
          '{"data":{"broken":null},"errors":[{"message":"ECONNREFUSED 10.1.2.3:27017","path":["broken"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
        );
      }
      switch (answersFinance) {
        case 'well':
          return false;
        case 'hangs up':
          response.destroy();
          return true;
        case 'never':
          return true;
        case 'as HTML':
          return send('<html>proxy at 10.1.2.3</html>');
        case 'status 503':
          response.statusCode = 503;
          return send('Service Unavailable at 10.1.2.3');
        case 'half JSON':
          return send('{"data":{"_entities":[{"paid":');
        case 'too few':
          return send('{"data":{"_entities":[]}}');
      }
    });
    gateway = await startTestGateway(federation.supergraphSdl, {
      flags: ['--engine', engine, '--department-deadline-ms', '2000'],
    });
  });
  afterAll(async () => {
    await gateway.close();
    await federation.close();
  });

  const query = '{ programmes { code title paid } one: programme(code: "A") { title allocated } }';
  const unavailable = {
    code: 'DEPARTMENT_UNAVAILABLE',
    department: 'finance',
    sentence: {
      en: 'Department of Finance does not answer at the moment. What the others know is in the answer.',
      vi: 'Sở Tài chính tạm thời không trả lời. Phần của các sở khác vẫn có trong câu trả lời.',
    },
  };

  it.each(['hangs up', 'never', 'status 503'] as const)(
    '%s is one error for the department, the rest stays',
    async (how) => {
      answersFinance = how;
      const answer = await gateway.ask(query);
      answersFinance = 'well';
      expect(answer.data).toEqual({
        programmes: [
          { code: 'A', title: 'Một', paid: null },
          { code: 'B', title: 'Hai', paid: null },
        ],
        one: { title: 'Một', allocated: null },
      });
      expect(answer.errors).toHaveLength(1);
      expect(answer.errors?.[0]).toMatchObject({ message: unavailable.sentence.en, extensions: unavailable });
      expect(answer.errors?.[0]?.path?.[0]).toMatch(/programmes|one/);
      expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|10\.1\.2\.3|stack|\.js/);
    },
  );

  it.each(['as HTML', 'half JSON', 'too few'] as const)(
    '%s is one error that says so and tells nothing more',
    async (how) => {
      answersFinance = how;
      const answer = await gateway.ask(query, { headers: { 'x-request-id': 'question-1' } });
      answersFinance = 'well';
      expect(answer.data).toMatchObject({ one: { title: 'Một', allocated: null } });
      expect(answer.errors).toHaveLength(1);
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'DOWNSTREAM_SERVICE_ERROR',
        department: 'finance',
        id: 'question-1',
      });
      expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|10\.1\.2\.3|html|stack|\.js/);
    },
  );

  it('names every place where the department is missing', async () => {
    answersFinance = 'hangs up';
    const answer = await gateway.ask(
      '{ first: programme(code: "A") { paid } second: programme(code: "B") { allocated } }',
    );
    answersFinance = 'well';
    const [error] = answer.errors ?? [];
    const paths = [error?.path, ...((error?.extensions?.paths as unknown[]) ?? [])] as string[][];
    expect(answer.errors).toHaveLength(1);
    expect(new Set(paths.map(([root]) => root))).toEqual(new Set(['first', 'second']));
  });

  it('answers in full again when the department is back', async () => {
    const answer = await gateway.ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({ one: { title: 'Một', allocated: 9 } });
  });

  it("passes a department's own coded error on, with its name and without its stack", async () => {
    const answer = await gateway.ask('{ budget refused }');
    expect(answer.errors).toEqual([
      expect.objectContaining({
        message: 'The cursor is of another list.',
        path: ['refused'],
        extensions: expect.objectContaining({
          code: 'INVALID_CURSOR',
          department: 'finance',
          hint: 'start again',
        }),
      }),
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/stacktrace|x\.js|serviceName/);
  });

  it('masks an unexpected error of a department with an id that is in the log', async () => {
    const answer = await gateway.ask('{ broken }', { headers: { 'x-request-id': 'question-2' } });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['broken'],
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', department: 'finance', id: 'question-2' },
    });
    expect(JSON.stringify(answer)).not.toContain('10.1.2.3');
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({ requestId: 'question-2', department: 'finance', causes: expect.anything() }),
    );
  });
});
