import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway } from '../../helpers/startTestGateway';

/** What composition of Federation 1 made of a department (join v0.1, core v0.1), its address left to be filled in. */
const federation1Supergraph = (url: string) => `
schema @core(feature: "https://specs.apollo.dev/core/v0.1"), @core(feature: "https://specs.apollo.dev/join/v0.1") {
  query: Query
}
directive @core(feature: String!) repeatable on SCHEMA
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet) on FIELD_DEFINITION
directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE
directive @join__owner(graph: join__Graph!) on OBJECT | INTERFACE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
scalar join__FieldSet
enum join__Graph {
  WORDS @join__graph(name: "words" url: "${url}")
}
type Query {
  word: String @join__field(graph: WORDS)
}`;

let federation: TestFederation;

beforeAll(async () => {
  federation = await startFederation({
    words: { sdl: `${federation2} type Query { word: String }`, resolvers: { Query: { word: () => 'chữ' } } },
  });
});
afterAll(() => federation.close());

const address = () => federation.urls.get('words') ?? '';

describe.each(['own', 'apollo'])('engine %s', (engine) => {
  const answerOf = async (
    supergraph: string,
    more: { flags?: string[]; env?: Record<string, string> } = {},
  ) => {
    const flags = ['--engine', engine, ...(more.flags ?? [])];
    const gateway = await startTestGateway(supergraph, { flags, env: more.env });
    const answer = await gateway.ask('{ word }');
    await gateway.close();
    return answer;
  };

  it('serves a supergraph of Federation 1', async () => {
    expect(await answerOf(federation1Supergraph(address()))).toEqual({ data: { word: 'chữ' } });
  });

  it('serves one of Federation 2', async () => {
    expect(await answerOf(federation.supergraphSdl)).toEqual({ data: { word: 'chữ' } });
  });

  it('asks the address of a flag or of the environment in place of that of the supergraph', async () => {
    const elsewhere = federation1Supergraph('http://127.0.0.1:9/graphql');
    expect(await answerOf(elsewhere)).toMatchObject({ errors: [{ extensions: { department: 'words' } }] });
    expect(await answerOf(elsewhere, { flags: ['--subgraph', `words=${address()}`] })).toEqual({
      data: { word: 'chữ' },
    });
    expect(await answerOf(elsewhere, { env: { WORDS_URL: address() } })).toEqual({ data: { word: 'chữ' } });
  });

  it('refuses a supergraph whose subgraph has no address, and says how to give one', async () => {
    await expect(answerOf(federation1Supergraph(''))).rejects.toMatchObject({
      extensions: {
        code: 'INVALID_SUPERGRAPH',
        reasons: [
          'Subgraph "words" has no address: give an http or https address by --subgraph words=URL or WORDS_URL.',
        ],
      },
    });
  });
});
