import { type DepartmentName, departments } from '@lien-thong/schema';
import { makeCallerKeys, noKeysEnv } from '../../helpers/callerKeys';
import { askAt, type City, startCity } from '../../helpers/startCity';
import { type Data, mutationText, startWritingCity, type WritingCity } from './writingCity';

/** Who may write: at the gateway, at a department that is asked itself, and where nobody was given a key. */
let city: WritingCity;

beforeAll(async () => {
  city = await startWritingCity(['facts']);
});
afterAll(() => city.stop());

const document = {
  mutation: 'registerDocument',
  input: {
    idempotencyKey: 'callers',
    number: '1/THU',
    kind: 'OTHER',
    title: { vi: 'Thử' },
    issuedOn: '2019-03-01',
    status: 'ISSUED',
  },
  read: 'document { id }',
};
const ceiling = {
  mutation: 'setBudgetCeiling',
  input: { idempotencyKey: 'callers', decisionDocumentId: 'doc-7072-QD-UBND', amount: 1_000 },
};
const programme = {
  mutation: 'createProgramme',
  input: {
    idempotencyKey: 'callers',
    code: 'THU',
    name: { vi: 'Thử' },
    period: { startDate: '2019-01-01', endDate: '2019-12-31' },
    leadId: 'SO-TTTT',
  },
};
/** A mutation of each department, and one that owns it not. */
const cases = [
  ['ict', 'finance', document],
  ['finance', 'planning', ceiling],
  ['planning', 'ict', programme],
] as const;

type Ask = (body: { query: string; variables?: object }, token?: string) => Promise<Data>;

function addressesOf(name: DepartmentName, of: City): ReadonlyArray<readonly [string, Ask]> {
  return [
    ['the gateway', (body, token) => askAt(`${of.origin}/graphql`, body, token)],
    ['the department itself', (body, token) => askAt(of.urls[name], body, token)],
  ];
}

const bodyOf = (command: (typeof cases)[number][2]) => ({
  query: mutationText(command),
  variables: { input: command.input },
});

const codesOf = ({ errors }: Data): string[] => (errors ?? []).map(({ extensions }: Data) => extensions.code);

describe.each(cases)('a mutation of %s', (owner, other, command) => {
  test('without a token is UNAUTHENTICATED', async () => {
    for (const [, ask] of addressesOf(owner, city)) {
      expect(codesOf(await ask(bodyOf(command)))).toEqual(['UNAUTHENTICATED']);
    }
  });

  test("with another department's token, or another role's, is FORBIDDEN as data", async () => {
    const tokens = [await city.keys.tokenFor(other, 'officer'), await city.keys.tokenFor(owner, 'auditor')];
    for (const token of tokens) {
      for (const [, ask] of addressesOf(owner, city)) {
        const { data, errors } = await ask(bodyOf(command), token);
        expect(errors).toBeUndefined();
        expect(data[command.mutation]).toMatchObject({ replayed: false, errors: [{ code: 'FORBIDDEN' }] });
      }
    }
  });

  test('with a token that is garbage, expired or signed by a stranger is UNAUTHENTICATED', async () => {
    const stranger = await makeCallerKeys();
    const tokens = [
      'garbage',
      await city.keys.tokenFor(owner, 'officer', -60),
      await stranger.tokenFor(owner, 'officer'),
    ];
    await stranger.remove();
    for (const token of tokens) {
      for (const [, ask] of addressesOf(owner, city)) {
        expect(codesOf(await ask(bodyOf(command), token))).toEqual(['UNAUTHENTICATED']);
      }
    }
  });

  test('writes nothing of all that, and is done with the token of its own officer', async () => {
    expect(await city.journalSize(owner)).toBe(0);
    const token = await city.keys.tokenFor(owner, 'officer');
    const answers: Data[] = [];
    for (const [, ask] of addressesOf(owner, city)) answers.push(await ask(bodyOf(command), token));
    expect(answers.map(({ data }) => data[command.mutation])).toMatchObject([
      { errors: [], replayed: false },
      { errors: [], replayed: true },
    ]);
    expect(await city.journalSize(owner)).toBe(1);
  });
});

describe('where nobody was given a key', () => {
  let keyless: City;
  beforeAll(async () => {
    keyless = await startCity({ packs: ['facts'], departmentEnv: noKeysEnv, gatewayEnv: noKeysEnv });
  });
  afterAll(() => keyless.stop());

  test.each(cases)(
    'a mutation of %s is UNAUTHENTICATED, with a token and without',
    async (owner, _, command) => {
      const token = await city.keys.tokenFor(owner, 'officer');
      for (const [, ask] of addressesOf(owner, keyless)) {
        expect(codesOf(await ask(bodyOf(command)))).toEqual(['UNAUTHENTICATED']);
        expect(codesOf(await ask(bodyOf(command), token))).toEqual(['UNAUTHENTICATED']);
      }
    },
  );

  test('reads are open', async () => {
    const { data, errors } = await keyless.ask(
      '{ services { totalCount } budgetLines { totalCount } programmes { totalCount } }',
    );
    expect(errors).toBeUndefined();
    expect(Object.keys(data as Data)).toHaveLength(departments.length);
  });
});
