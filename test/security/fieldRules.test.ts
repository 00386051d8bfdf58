import type { EngineRequest } from '@lien-thong/gateway';
import { askEngine, type TestAnswer, type TestFederation } from '../helpers/federation';
import { callers, startRuledFederation } from './fieldRuleWorld';

let federation: TestFederation;

beforeAll(async () => {
  federation = await startRuledFederation();
});
afterAll(() => federation.close());

interface Asked {
  readonly answer: TestAnswer;
  /** The texts that departments were asked with. */
  readonly texts: string;
}

async function ask(query: string, request: Partial<EngineRequest> = {}, variables = {}): Promise<Asked> {
  federation.calls.length = 0;
  const answer = await federation.ask(query, variables, request);
  return { answer, texts: federation.calls.map((call) => call.query).join('\n') };
}

/** The places that errors name, all of the one code. */
function refusedPlaces({ errors = [] }: TestAnswer): string[] {
  expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(
    new Set(['UNAUTHORIZED_FIELD_OR_TYPE']),
  );
  return errors.flatMap(({ path, extensions }) =>
    [path, ...((extensions?.paths as unknown[][]) ?? [])].map((each) => (each ?? []).join('.')),
  );
}

describe('a field that the caller may not see is null, with an error, and nobody is asked for it', () => {
  test.each([
    ['by its name', '{ project(id: 1) { name budget } }', { name: 'P1', budget: null }, ['budget']],
    ['by an alias', '{ project(id: 1) { x: budget } }', { x: null }, ['x']],
    ['by an alias of another field', '{ project(id: 1) { name: budget } }', { name: null }, ['name']],
    ['in an inline fragment', '{ project(id: 1) { ... { budget } } }', { budget: null }, ['budget']],
    [
      'in fragments within fragments',
      '{ project(id: 1) { ...a } } fragment a on Project { ...b } fragment b on Project { name budget }',
      { name: 'P1', budget: null },
      ['budget'],
    ],
    ['by the rule of its enum', '{ project(id: 1) { name level } }', { name: 'P1', level: null }, ['level']],
    [
      'by the rule of its type',
      '{ project(id: 1) { name journal { lines } } }',
      { name: 'P1', journal: null },
      ['journal'],
    ],
    [
      'with its type name alone',
      '{ project(id: 1) { journal { __typename } } }',
      { journal: null },
      ['journal'],
    ],
    [
      'where another department works it out from such a one',
      '{ project(id: 1) { rating remarks } }',
      { rating: null, remarks: ['fine'] },
      ['rating'],
    ],
  ])('%s', async (_, query, project, places) => {
    const { answer, texts } = await ask(query);
    expect(answer.data).toEqual({ project });
    expect(refusedPlaces(answer)).toEqual(places.map((place) => `project.${place}`));
    expect(texts).not.toMatch(/budget|level|journal|rating/);
  });

  test('that must not be null takes the object around it along', async () => {
    const { answer, texts } = await ask('{ open project(id: 1) { name cost } strict }');
    expect(answer.data).toBeNull();
    expect(refusedPlaces(answer)).toEqual(['project.cost', 'strict']);
    expect(texts).not.toMatch(/cost|strict/);
    const { answer: part } = await ask('{ open project(id: 1) { name cost } projects { cost } }');
    expect(part.data).toBeNull();
    const { answer: one } = await ask('{ open project(id: 1) { name cost } }');
    expect(one.data).toEqual({ open: 'open', project: null });
  });

  test('in lists of lists is told at each of its places', async () => {
    const { answer, texts } = await ask('{ projects { parts { name price siblings { price } } } }');
    expect(texts).not.toMatch(/price/);
    const part = { name: 'a', price: null, siblings: [[{ price: null }]] };
    const parts = [part, { name: 'c', price: null, siblings: [] }];
    expect(answer.data).toEqual({ projects: [{ parts }, { parts }] });
    expect(answer.errors).toHaveLength(2);
    expect(refusedPlaces(answer)).toEqual([
      'projects.0.parts.0.price',
      'projects.0.parts.1.price',
      'projects.1.parts.0.price',
      'projects.1.parts.1.price',
      'projects.0.parts.0.siblings.0.0.price',
      'projects.1.parts.0.siblings.0.0.price',
    ]);
  });

  test('leaves no request where nothing is left to ask', async () => {
    const { answer, texts } = await ask('{ ledger { total } }');
    expect(answer.data).toEqual({ ledger: null });
    expect(refusedPlaces(answer)).toEqual(['ledger']);
    expect(texts).toBe('');
  });

  test('is not asked for where @skip leaves it out', async () => {
    const query = 'query ($no: Boolean!) { project(id: 1) { name budget @include(if: $no) } }';
    const { answer } = await ask(query, {}, { no: false });
    expect(answer).toEqual({ data: { project: { name: 'P1' } } });
    const { answer: asked, texts } = await ask(query, {}, { no: true });
    expect(asked.data).toEqual({ project: { name: 'P1', budget: null } });
    expect(texts).not.toMatch(/budget/);
  });
});

describe('unions and interfaces', () => {
  test('give the members that the caller may see, and of others not even the name', async () => {
    const named = '{ found { __typename ... on Project { name } ... on Ledger { total } } }';
    const { answer, texts } = await ask(named);
    expect(answer.data).toEqual({ found: [{ __typename: 'Project', name: 'P1' }, null, null] });
    expect(refusedPlaces(answer)).toEqual(['found.1.__typename', 'found.2.__typename']);
    expect(texts).not.toMatch(/Ledger|total/);
    const { answer: reader } = await ask(named, { rights: callers.reader });
    expect(reader.data).toEqual({
      found: [
        { __typename: 'Project', name: 'P1' },
        { __typename: 'Ledger', total: 7 },
        { __typename: 'Journal' },
      ],
    });
  });

  test('of which no name is asked give nothing of members that the caller may not see', async () => {
    const { answer } = await ask('{ found { ... on Project { name } ... on Journal { lines } } }');
    expect(answer.data).toEqual({ found: [{ name: 'P1' }, {}, null] });
    expect(refusedPlaces(answer)).toEqual(['found.2.lines']);
  });

  test('demand of a field of an interface what all implementations do, of a field of one only that', async () => {
    const { answer, texts } = await ask('{ things { id label mark } }');
    expect(answer.data).toEqual({
      things: [
        { id: 't', label: null, mark: 'green' },
        { id: 's', label: null, mark: 'red' },
      ],
    });
    expect(refusedPlaces(answer)).toEqual(['things.0.label', 'things.1.label']);
    expect(texts).not.toMatch(/label/);
    const { answer: trees } = await ask('{ things { ... on Tree { label } ... on Safe { label code } } }');
    expect(trees.data).toEqual({ things: [{ label: 'oak' }, { label: null, code: null }] });
  });

  test('give a field that is asked twice where one of the two ways is open', async () => {
    const { answer } = await ask('{ things { label ... on Tree { label } } }');
    expect(answer.data).toEqual({ things: [{ label: 'oak' }, { label: null }] });
    expect(refusedPlaces(answer)).toEqual(['things.1.label']);
  });
});

describe('mutations', () => {
  test('that the caller may not run never run; others do', async () => {
    const { answer, texts } = await ask('mutation { pay(amount: 3) { number secret } b: burn note }');
    expect(answer.data).toEqual({ pay: { number: 3, secret: null }, b: null, note: 3 });
    expect(refusedPlaces(answer)).toEqual(['pay.secret', 'b']);
    expect(texts).not.toMatch(/burn|secret/);
  });

  test('run none at all where nothing of the answer would be left', async () => {
    const { answer, texts } = await ask('mutation { note must }');
    expect(answer.data).toBeUndefined();
    expect(refusedPlaces(answer)).toEqual(['must']);
    expect(texts).toBe('');
  });

  test('run for those who may', async () => {
    const { answer } = await ask('mutation { note must pay(amount: 1) { secret } }', {
      rights: callers.accountant,
    });
    expect(answer).toEqual({ data: { note: 3, must: 2, pay: { secret: 'paid' } } });
  });
});

describe('rules', () => {
  const query = '{ project(id: 1) { budget level journal { lines } rating } ledger { total } }';
  test.each([
    ['an anonymous caller', callers.nobody, ['budget', 'level', 'journal', 'rating', 'ledger']],
    ['any token', callers.planner, ['budget', 'level', 'rating', 'ledger']],
    ['a role of a department', callers.accountant, ['level', 'ledger']],
    ['a role of any department', callers.auditor, ['budget', 'rating', 'ledger']],
    ['scopes', callers.reader, ['budget', 'level', 'rating']],
  ])('are satisfied by %s as they say', async (_, rights, refused) => {
    const { answer } = await ask(query, { rights });
    const fields = refusedPlaces(answer).map((place) => place.replace('project.', ''));
    expect(fields.sort()).toEqual([...refused].sort());
  });

  test('with several lists of scopes want all of one list', async () => {
    const burn = async (scopes: string[]) =>
      (await ask('mutation { burn }', { rights: { ...callers.planner, scopes } })).answer.data;
    expect(await burn(['burn'])).toEqual({ burn: null });
    expect(await burn(['burn', 'all'])).toEqual({ burn: 1 });
    expect(await burn(['root'])).toEqual({ burn: 1 });
  });

  test('with a policy that nobody knows are satisfied by nobody, and by what the seam says', async () => {
    const query = '{ project(id: 1) { level budget } }';
    const stranger = { subject: 'x', department: 'role', role: 'x:y' };
    const { answer } = await ask(query, { rights: stranger });
    expect(answer.data).toEqual({ project: { level: null, budget: null } });
    const engine = await federation.engineWith({
      holdsPolicy: (policy, caller) => policy === 'finance:officer' && caller?.subject === 'x',
    });
    const told = async (rights: EngineRequest['rights']) =>
      (await askEngine(engine, { query, request: { rights } })).data;
    expect(await told(stranger)).toEqual({ project: { level: null, budget: 100 } });
    expect(await told(callers.accountant)).toEqual({ project: { level: null, budget: null } });
  });
});

describe('what is prepared for one caller', () => {
  test('is not given to another, nor are answers in flight', async () => {
    const query = '{ shared: project(id: 2) { budget cost name } }';
    const engine = await federation.engineWith({ shareRequests: true });
    const askAs = (rights: EngineRequest['rights']) => askEngine(engine, { query, request: { rights } });
    const answers = await Promise.all([
      askAs(callers.nobody),
      askAs({ ...callers.accountant, scopes: ['read:cost'] }),
      askAs(callers.reader),
    ]);
    expect(answers.map(({ data }) => data)).toEqual([
      { shared: null },
      { shared: { budget: 100, cost: 40, name: 'P2' } },
      { shared: { budget: null, cost: 40, name: 'P2' } },
    ]);
  });

  test('is made once for all who lack the same', async () => {
    const query = '{ counted: project(id: 1) { budget name } }';
    const before = federation.engine.stats().planMisses;
    for (let index = 0; index < 40; index += 1) {
      const scopes = [`scope-${index}`];
      await ask(query, { rights: { subject: `s${index}`, department: 'ict', role: `r${index}`, scopes } });
    }
    expect(federation.engine.stats().planMisses - before).toBeLessThanOrEqual(2);
  });
});
