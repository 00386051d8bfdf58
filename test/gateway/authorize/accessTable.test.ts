import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type AccessTable, readAccessTable } from '../../../gateway/src/authorize/AccessTable';
import { withoutRules } from '../../../gateway/src/authorize/withoutRules';
import { readSupergraph } from '../../../gateway/src/plan/Supergraph';

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@interfaceObject", "@shareable", "@context", "@fromContext"${imports}])\n`;

function compose(departments: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(departments).map(([name, sdl]) => ({
      name,
      url: 'http://127.0.0.1/',
      typeDefs: parse(sdl),
    })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

const tableOf = (sdl: string): AccessTable => {
  const table = readAccessTable(parse(sdl));
  if (!table) throw new Error('There are no rules.');
  return table;
};

/** What a field demands, in short: `auth`, scopes and policies by their names. */
function demandsOf(table: AccessTable, coordinate: string): string[] {
  const [type = '', field = ''] = coordinate.split('.');
  return [...table.ofField(type, field)]
    .map((index) => table.rules[index])
    .map((rule) =>
      rule?.kind === 'authenticated' ? 'auth' : (rule?.anyOf.map((all) => all.join('+')).join('|') ?? ''),
    )
    .sort();
}

describe('a supergraph without rules', () => {
  it('has no table, so that nobody asks any more, and its text stays as it is', () => {
    const sdl = compose({ a: `${link('')} type Query { open: String }` });
    expect(readAccessTable(parse(sdl))).toBeNull();
    expect(withoutRules(sdl)).toBe(sdl);
    const linked = compose({ a: `${link(', "@authenticated"')} type Query { open: String }` });
    expect(readAccessTable(parse(linked))).toBeNull();
  });
});

describe('rules', () => {
  it('are found under the names that departments gave them, and of several departments all hold', () => {
    const sdl = compose({
      a: `${link(', { name: "@authenticated", as: "@known" }')} type Query { x: Int @shareable @known @federation__requiresScopes(scopes: [["s1"], ["s2"]]) }`,
      b: `${link(', "@policy"')} type Query { x: Int @shareable @federation__requiresScopes(scopes: [["t"]]) @policy(policies: [["p", "q"]]) }`,
    });
    expect(demandsOf(tableOf(sdl), 'Query.x')).toEqual(['auth', 'p+q', 's1+t|s2+t'].sort());
  });

  it('are taken out of the text for an executor that knows none, whole', () => {
    const sdl = compose({
      a: `${link(', "@authenticated", "@policy"')} type Query { x: Int @authenticated y: E @policy(policies: [["p"]]) } enum E @authenticated { A }`,
    });
    const plain = withoutRules(sdl);
    expect(plain).not.toMatch(/authenticated|policy/);
    expect(readAccessTable(parse(plain))).toBeNull();
    expect(readSupergraph(plain).apiSchema.getQueryType()?.getFields()).toHaveProperty('y');
  });

  it('that cannot be read are satisfied by nobody', () => {
    const sdl = compose({
      a: `${link(', "@policy"')} type Query { x: Int @policy(policies: []) }`,
    });
    const [rule] = tableOf(sdl).rules;
    expect(rule).toEqual({ kind: 'policies', anyOf: [] });
  });
});

describe('what a field demands', () => {
  const sdl = compose({
    a: `${link(', "@authenticated", "@requiresScopes", "@policy"')}
      type Query { node: Node, safe: Safe, level: Level, both: Both, chain: Chain }
      interface Node { id: ID!, name: String }
      type Tree implements Node { id: ID!, name: String }
      type Safe implements Node @requiresScopes(scopes: [["safe"]]) { id: ID!, name: String @authenticated }
      enum Level @authenticated { LOW }
      union Both = Tree | Safe
      type Chain @key(fields: "id") { id: ID!, first: Int @policy(policies: [["one"]]), inner: Inner }
      type Inner { deep: Int @policy(policies: [["deep"]]) }`,
    b: `${link(', "@policy"')}
      type Chain @key(fields: "id") {
        id: ID!
        first: Int @external
        inner: Inner @external
        second: Int @requires(fields: "first inner { deep }") @policy(policies: [["one", "deep"]])
        third: Int
      }
      type Inner { deep: Int @external }`,
  });
  const table = tableOf(sdl);

  it.each([
    ['Query.level', ['auth']],
    ['Query.safe', ['safe']],
    ['Query.both', []],
    ['Query.node', ['safe']],
    ['Node.id', ['safe']],
    ['Node.name', ['auth', 'safe']],
    ['Tree.name', []],
    ['Safe.id', ['safe']],
    ['Safe.name', ['auth', 'safe']],
    ['Chain.third', []],
    ['Chain.inner', []],
  ])(
    '%s: its own, its type, its answer, and of an interface what implementations do',
    (coordinate, demands) => {
      expect(demandsOf(table, coordinate)).toEqual([...demands].sort());
    },
  );

  it('holds for what departments need for it, also where composition did not ask for that', () => {
    expect(demandsOf(table, 'Chain.second')).toEqual(['deep', 'one', 'one+deep']);
    const older = sdl.replace('@policy(policies: [["one", "deep"]])', '');
    expect(older).not.toBe(sdl);
    expect(demandsOf(tableOf(older), 'Chain.second')).toEqual(['deep', 'one']);
    const interfacesOpen = sdl.replace(/(interface Node[^{]*?)@requiresScopes\([^)]*\)/, '$1');
    expect(interfacesOpen).not.toBe(sdl);
    expect(demandsOf(tableOf(interfacesOpen), 'Query.node')).toEqual(['safe']);
  });

  it('of a department that knows an interface alone holds for every implementation', () => {
    const objects = compose({
      a: `${link('')} type Query { media: Media } interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID!, pages: Int }`,
      b: `${link(', "@authenticated"')} type Media @interfaceObject @key(fields: "id") { id: ID!, price: Int @authenticated }`,
    });
    expect(demandsOf(tableOf(objects), 'Media.price')).toEqual(['auth']);
    expect(demandsOf(tableOf(objects), 'Book.price')).toEqual(['auth']);
  });

  it('holds for what a context gives it', () => {
    const contextual = compose({
      a: `${link(', "@policy"')}
        type Query { shop: Shop }
        type Shop @key(fields: "id") @context(name: "shop") { id: ID!, margin: Int @policy(policies: [["money"]]), item: Item }
        type Item @key(fields: "id") { id: ID!, price(margin: Int @fromContext(field: "$shop { margin }")): Int @policy(policies: [["money"]]) }`,
    });
    const open = contextual.replace(/(price\b[^\n]*) @policy\(policies: \[\["money"\]\]\)/, '$1');
    expect(open).not.toBe(contextual);
    expect(demandsOf(tableOf(open), 'Item.price')).toEqual(['money']);
  });
});
