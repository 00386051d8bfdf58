import { type CallerKeys, makeCallerKeys } from '../helpers/callerKeys';
import type { TestAnswer } from '../helpers/federation';
import { questionText } from '../helpers/questions';
import { type City, startCity } from '../helpers/startCity';

let keys: CallerKeys;
let city: City;

beforeAll(async () => {
  keys = await makeCallerKeys();
  const { departmentEnv, gatewayEnv } = keys;
  city = await startCity({ packs: ['facts'], departmentEnv, gatewayEnv });
}, 120_000);
afterAll(async () => {
  await city?.stop();
  await keys.remove();
});

const refusals = ({ errors = [] }: TestAnswer) =>
  errors.map(({ path, extensions }) => `${extensions?.code} ${path?.join('.')}`);

describe('the journal of changes', () => {
  const query = `{
    indicators(first: 1) { nodes { code history { totalCount } } }
    budgetLines(first: 1) { nodes { code history { totalCount nodes { by role } } } }
  }`;

  it('is withheld from the public, and nothing else is', async () => {
    const answer = await city.ask(query);
    expect(answer.data).toEqual({
      indicators: { nodes: [{ code: expect.any(String), history: null }] },
      budgetLines: { nodes: [{ code: expect.any(String), history: null }] },
    });
    expect(refusals(answer).sort()).toEqual([
      'UNAUTHORIZED_FIELD_OR_TYPE budgetLines.nodes.0.history',
      'UNAUTHORIZED_FIELD_OR_TYPE indicators.nodes.0.history',
    ]);
    expect(answer.errors?.[0]?.extensions?.sentence).toHaveProperty('vi');
  });

  it("is read by who has a department's role, by the department itself too", async () => {
    const answer = await city.ask(query, {}, await keys.tokenFor('ict', 'auditor'));
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      indicators: { nodes: [{ history: { totalCount: expect.any(Number) } }] },
      budgetLines: { nodes: [{ history: { totalCount: expect.any(Number) } }] },
    });
  });

  it('is withheld from a token of no department of this city', async () => {
    const token = await keys.tokenOf({ subject: 'x', department: 'tourism', role: 'officer' });
    expect(refusals(await city.ask(query, {}, token))).toHaveLength(2);
  });
});

describe('rounds of negotiation', () => {
  const rounds = `{ services(filter: { hasApprovedUnitPrice: false }, first: 50) { nodes {
    code negotiations(first: 5) { totalCount nodes { participants { code } agreed { amount } offered { amount } } } } } }`;

  it('are public without their amounts', async () => {
    const answer = await city.ask(rounds);
    expect(JSON.stringify(answer.data)).toContain('"participants":[{"code":"SO-TTTT"}');
    expect(new Set(answer.errors?.map(({ extensions }) => extensions?.coordinate))).toEqual(
      new Set(['NegotiationRound.agreed', 'NegotiationRound.offered']),
    );
    const officer = await city.ask(rounds, {}, await keys.tokenFor('finance', 'officer'));
    expect(officer.errors).toBeUndefined();
    expect(officer.data).toEqual(answer.data);
  });

  it('are counted by the saved question that anybody may ask', async () => {
    const { errors } = await city.ask(questionText('02'), { first: 50 });
    expect(errors).toBeUndefined();
  });
});
