import { definition as finance } from '@lien-thong/finance';
import { definition as ict } from '@lien-thong/ict';
import { definition as planning } from '@lien-thong/planning';
import {
  buildDepartmentSchema,
  type Caller,
  callerOf,
  enforceFieldRules,
  holdsRolePolicy,
  type RequestContext,
} from '@lien-thong/subgraph-kit';
import {
  buildSchema,
  execute,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  parse,
} from 'graphql';

const officer: Caller = { subject: 's', department: 'finance', role: 'officer' };

/** The fields of a department whose answer, or which itself, needs a department's role. */
function guardedFields(schema: GraphQLSchema): [string, GraphQLField<unknown, unknown>][] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => {
        const answers = getNamedType(field.type).name;
        const isAmount = type.name === 'NegotiationRound' && ['offered', 'agreed'].includes(field.name);
        return isAmount || ['Change', 'ChangeConnection'].includes(answers);
      })
      .map((field): [string, GraphQLField<unknown, unknown>] => [`${type.name}.${field.name}`, field]),
  );
}

describe.each([
  ['ict', buildDepartmentSchema(ict), 7],
  ['finance', buildDepartmentSchema(finance), 3],
  ['planning', buildDepartmentSchema(planning), 7],
])('the department %s', (_, schema, count) => {
  const fields = guardedFields(schema);

  it('lets nobody without a role see changes and amounts of negotiations, whoever asks it', () => {
    expect(fields.map(([coordinate]) => coordinate)).toHaveLength(count);
    for (const [coordinate, { resolve }] of fields) {
      const context = { caller: null } as RequestContext;
      expect(() => resolve?.({}, {}, context, {} as never)).toThrow(
        expect.objectContaining({
          message: `"${coordinate}" needs a caller with the policy "ict:*", or "finance:*", or "planning:*".`,
          extensions: expect.objectContaining({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate }),
        }),
      );
    }
  });
});

describe('a schema with rules', () => {
  const sdl = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@requiresScopes"])
    directive @link(url: String!, import: [String]) repeatable on SCHEMA
    directive @authenticated on FIELD_DEFINITION | OBJECT | ENUM
    directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
    type Query { open: Int, own: Int @authenticated, scoped: Int @requiresScopes(scopes: [["a", "b"], ["c"]]), level: Level, typed: Typed }
    enum Level @authenticated { LOW }
    type Typed @requiresScopes(scopes: [["c"]]) { x: Int }`;
  const schema = enforceFieldRules(buildSchema(sdl, { assumeValidSDL: true }), parse(sdl));
  const rootValue = { open: 1, own: 2, scoped: 3, level: 'LOW', typed: { x: 4 } };
  const ask = async (caller: Caller | null) => {
    const document = parse('{ open own scoped level typed { x } }');
    const { data, errors = [] } = await execute({ schema, document, rootValue, contextValue: { caller } });
    return { data, refused: errors.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`) };
  };

  it('answers each field to who satisfies its rules, those of its type and those of its answer', async () => {
    expect((await ask(null)).data).toEqual({ open: 1, own: null, scoped: null, level: null, typed: null });
    expect((await ask(null)).refused).toContain('UNAUTHORIZED_FIELD_OR_TYPE own');
    expect((await ask(officer)).data).toEqual({ open: 1, own: 2, scoped: null, level: 'LOW', typed: null });
    const scoped = { ...officer, scopes: ['b', 'a'] };
    expect((await ask(scoped)).data).toEqual({ open: 1, own: 2, scoped: 3, level: 'LOW', typed: null });
    expect((await ask({ ...officer, scopes: ['c'] })).refused).toEqual([]);
  });
});

describe('policies of department and role', () => {
  it.each([
    ['finance:officer', true],
    ['finance:*', true],
    ['*:officer', true],
    ['role:officer', true],
    ['role:auditor', false],
    ['ict:officer', false],
    ['finance:auditor', false],
    ['finance', false],
    ['finance:officer:more', false],
    ['', false],
  ])('"%s" holds for finance/officer: %s', (policy, holds) => {
    expect(holdsRolePolicy(policy, officer)).toBe(holds);
    expect(holdsRolePolicy(policy, null)).toBe(false);
  });
});

describe('scopes of a token', () => {
  const claims = { sub: 's', department: 'ict', role: 'officer' };

  it.each([
    [{ scope: 'a b  a' }, ['a', 'b']],
    [{ scopes: ['a', 'b'] }, ['a', 'b']],
    [{ scp: ['a b', 'c'] }, ['a', 'b', 'c']],
    [{ scope: 'a', scp: 'b' }, ['a', 'b']],
    [{ scope: 7, scopes: { a: 1 }, scp: [null, 1] }, undefined],
    [{}, undefined],
  ])('%j are %j', (more, scopes) => {
    expect(callerOf({ ...claims, ...more }).scopes).toEqual(scopes);
  });
});
