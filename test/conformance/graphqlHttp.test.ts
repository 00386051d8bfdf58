import { serverAudits } from 'graphql-http';
import { federation2, startFederation, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

describe.each(['own', 'apollo'])('GraphQL over HTTP, engine %s', (engine) => {
  let federation: TestFederation;
  let gateway: TestGateway;

  beforeAll(async () => {
    federation = await startFederation({
      words: {
        sdl: `${federation2} type Query { word: String }`,
        resolvers: { Query: { word: () => 'chữ' } },
      },
    });
    gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--engine', engine] });
  });
  afterAll(async () => {
    await gateway.close();
    await federation.close();
  });

  const audits = serverAudits({ url: () => `${gateway.origin}/graphql`, fetchFn: fetch });

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
    },
  );
});
