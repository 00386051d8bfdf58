import {
  federation2,
  startFederation,
  type TestFederation,
  type TestSubgraph,
} from '../../helpers/federation';

const users = [
  { id: '1', name: 'An' },
  { id: '2', name: 'Bình' },
];

const subgraphs: Record<string, TestSubgraph> = {
  accounts: {
    sdl: `${federation2}
      type Query { users: [User!]! me: User both: [Both] }
      type User @key(fields: "id") { id: ID! name: String! friend: User tags: [[Tag!]!] }
      type Tag { text: String! owner: User }
      union Both = User | Robot
      type Robot @key(fields: "serial") { serial: ID! }`,
    resolvers: {
      Query: {
        users: () => users,
        me: () => users[0],
        both: () => [
          { __typename: 'User', ...users[1] },
          null,
          { __typename: 'Robot', serial: 'r1' },
          { __typename: 'Robot', serial: 'gone' },
        ],
      },
      User: {
        __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) ?? null,
        friend: ({ id }: { id: string }) => users.find((user) => user.id !== id),
        tags: () => [[{ text: 'a' }], [], [{ text: 'b' }, { text: 'c' }]],
      },
      Tag: { owner: ({ text }: { text: string }) => (text === 'b' ? null : users[0]) },
    },
  },
  loans: {
    sdl: `${federation2} type User @key(fields: "id") { id: ID! lender: User }`,
    resolvers: { User: { lender: ({ id }: { id: string }) => ({ id: id === '1' ? '2' : '1' }) } },
  },
  money: {
    sdl: `${federation2}
      type User @key(fields: "id") { id: ID! balance(currency: String = "VND"): Int account: Account }
      type Account { number: String! owner: User! }
      type Robot @key(fields: "serial") { serial: ID! price: Int! }`,
    resolvers: {
      User: {
        __resolveReference: (user: { id: string }) => user,
        balance: ({ id }: { id: string }, { currency }: { currency: string }) =>
          Number(id) * (currency === 'VND' ? 1000 : 1),
        account: ({ id }: { id: string }) => ({ number: `n${id}`, owner: { id } }),
      },
      Robot: {
        __resolveReference: ({ serial }: { serial: string }) =>
          serial === 'gone' ? null : { serial, price: 7 },
      },
    },
  },
};

describe.each(['native', 'apollo'] as const)('entities by the %s planner', (planner) => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await startFederation(subgraphs, { planner });
  });
  afterAll(() => federation.close());
  beforeEach(() => {
    federation.calls.length = 0;
  });

  test('joins fields of two departments', async () => {
    expect(await federation.ask('{ users { name balance } }')).toEqual({
      data: {
        users: [
          { name: 'An', balance: 1000 },
          { name: 'Bình', balance: 2000 },
        ],
      },
    });
    expect(federation.calls.map(({ subgraph }) => subgraph)).toEqual(['accounts', 'money']);
  });

  test('asks for the same entity once, across paths', async () => {
    const answer = await federation.ask('{ users { balance friend { balance } } me { balance } }');
    expect(answer).toEqual({
      data: {
        users: [
          { balance: 1000, friend: { balance: 2000 } },
          { balance: 2000, friend: { balance: 1000 } },
        ],
        me: { balance: 1000 },
      },
    });
    const money = federation.calls.filter(({ subgraph }) => subgraph === 'money');
    expect(money).toHaveLength(1);
    const asked = Object.values(money[0]?.variables ?? {}).flat();
    expect(asked).toHaveLength(2);
  });

  test('does not ask again, at a later step, for what it knows', async () => {
    const answer = await federation.ask('{ users { id balance account { owner { balance } } } }');
    expect(answer).toEqual({
      data: {
        users: [
          { id: '1', balance: 1000, account: { owner: { balance: 1000 } } },
          { id: '2', balance: 2000, account: { owner: { balance: 2000 } } },
        ],
      },
    });
    // The loans come after the balances, so that the balances of those who lent are known by then.
    let balancesSent = (): void => {};
    const balances = new Promise<void>((resolve) => {
      balancesSent = resolve;
    });
    federation.intercept('money', (_call, response) => {
      response.on('finish', balancesSent);
      return false;
    });
    federation.intercept('loans', async () => {
      await balances;
      // What was sent is read within a turn or two of this process.
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
      return false;
    });
    federation.calls.length = 0;
    expect(await federation.ask('{ users { balance lender { balance } } }')).toEqual({
      data: {
        users: [
          { balance: 1000, lender: { balance: 2000 } },
          { balance: 2000, lender: { balance: 1000 } },
        ],
      },
    });
    expect(federation.calls.map(({ subgraph }) => subgraph).sort()).toEqual(['accounts', 'loans', 'money']);
  });

  test('keeps aliases and arguments apart where one object stands at two paths', async () => {
    const answer = await federation.ask(
      '{ me { account { owner { a: balance(currency: "USD") } } } users { account { owner { a: balance n: name } } } }',
    );
    expect(answer).toEqual({
      data: {
        me: { account: { owner: { a: 1 } } },
        users: [{ account: { owner: { a: 1000, n: 'An' } } }, { account: { owner: { a: 2000, n: 'Bình' } } }],
      },
    });
  });

  test('walks lists of lists', async () => {
    expect(await federation.ask('{ me { tags { text owner { balance } } } }')).toEqual({
      data: {
        me: {
          tags: [
            [{ text: 'a', owner: { balance: 1000 } }],
            [],
            [
              { text: 'b', owner: null },
              { text: 'c', owner: { balance: 1000 } },
            ],
          ],
        },
      },
    });
  });

  test('joins members of a union, and nulls what has no entity', async () => {
    const answer = await federation.ask(
      '{ both { __typename ... on User { balance } ... on Robot { price } } }',
    );
    expect(answer.data).toEqual({
      both: [{ __typename: 'User', balance: 2000 }, null, { __typename: 'Robot', price: 7 }, null],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['both', 3, 'price']]);
  });

  test('writes the client’s aliases where they hide the names of keys', async () => {
    expect(await federation.ask('{ users { id: name name: id balance __typename t: __typename } }')).toEqual({
      data: {
        users: [
          { id: 'An', name: '1', balance: 1000, __typename: 'User', t: 'User' },
          { id: 'Bình', name: '2', balance: 2000, __typename: 'User', t: 'User' },
        ],
      },
    });
  });

  test('takes variables, defaults and literals', async () => {
    const query =
      'query ($c: String = "USD", $x: Boolean!) { me { balance(currency: $c) v: balance(currency: "VND") name @include(if: $x) } }';
    expect(await federation.ask(query, { x: false })).toEqual({ data: { me: { balance: 1, v: 1000 } } });
    expect(await federation.ask(query, { x: true, c: null })).toEqual({
      data: { me: { balance: 1, v: 1000, name: 'An' } },
    });
  });

  test('answers introspection and data in one operation', async () => {
    const answer = await federation.ask(
      '{ __typename me { name } __type(name: "Robot") { kind t: __typename fields { name } } }',
    );
    expect(answer).toEqual({
      data: {
        __typename: 'Query',
        me: { name: 'An' },
        __type: { kind: 'OBJECT', t: '__Type', fields: [{ name: 'serial' }, { name: 'price' }] },
      },
    });
  });

  test('asks nobody where nothing is asked', async () => {
    expect(await federation.ask('{ __typename me @skip(if: true) { name } }')).toEqual({
      data: { __typename: 'Query' },
    });
    expect(await federation.ask('{ me @include(if: false) { name } }')).toEqual({ data: {} });
    expect(federation.calls).toEqual([]);
  });

  test('answers an object whose fields are all out', async () => {
    expect(await federation.ask('{ me { name @skip(if: true) } }')).toEqual({ data: { me: {} } });
    expect(await federation.ask('query($s: Boolean!) { me { balance @skip(if: $s) } }', { s: true })).toEqual(
      { data: { me: {} } },
    );
    const joined =
      'query($b: Boolean!, $s: Boolean!) { me { lender @include(if: $b) { id @skip(if: $s) } } }';
    expect(await federation.ask(joined, { b: true, s: true })).toEqual({ data: { me: { lender: {} } } });
    expect(await federation.ask(joined, { b: false, s: true })).toEqual({ data: { me: {} } });
  });

  test('shares one plan between documents that differ in names, spaces and literals', async () => {
    const before = federation.engine.stats().planMisses;
    await federation.ask('query A { me { balance(currency: "USD") } }');
    await federation.ask(
      'query B { ...F } fragment F on Query { me { ... { balance(currency: "EUR")\n } } }',
    );
    expect(federation.engine.stats().planMisses).toBe(before + 1);
  });

  test('understands keys that JavaScript objects inherit', async () => {
    expect(
      await federation.ask(
        '{ constructor: me { toString: name __proto__: balance valueOf: friend { hasOwnProperty: balance } } }',
      ),
    ).toEqual({
      data: JSON.parse(
        '{"constructor":{"toString":"An","__proto__":1000,"valueOf":{"hasOwnProperty":2000}}}',
      ),
    });
  });
});
