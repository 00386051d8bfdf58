import type { Caller } from '@lien-thong/subgraph-kit';
import {
  executeSync,
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import type { Access } from '../../gateway/src/authorize/Access';
import { type AccessTable, readAccessTable } from '../../gateway/src/authorize/AccessTable';
import { Gate } from '../../gateway/src/authorize/Gate';
import { type Random, randomFrom } from '../differential/random';
import type { TestAnswer, TestFederation } from '../helpers/federation';
import { callers, startRuledFederation, wholeWorld } from './fieldRuleWorld';

const operations = 40;
const deepest = 4;
const seed = 7;

let federation: TestFederation;
let schema: GraphQLSchema;
let table: AccessTable;
let gate: Gate;

beforeAll(async () => {
  federation = await startRuledFederation();
  schema = federation.engine.apiSchema;
  const read = readAccessTable(parse(federation.supergraphSdl));
  if (!read) throw new Error('The supergraph of the test has no rules.');
  table = read;
  gate = new Gate(table);
});
afterAll(() => federation.close());

/** A random selection: fields under their names and aliases, some twice, within fragments of types that may or may not be there. */
function selectionOf(type: GraphQLCompositeType, random: Random, depth: number): string {
  const parts: string[] = [];
  for (let count = 1 + random.int(4); count > 0; count -= 1) {
    if (isUnionType(type) || random.chance(0.3)) parts.push(fragmentOf(type, random, depth));
    else parts.push(fieldOf(type, random, depth));
  }
  return `{ ${parts.join(' ')} }`;
}

function fragmentOf(type: GraphQLCompositeType, random: Random, depth: number): string {
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const above = isObjectType(type) ? type.getInterfaces() : [];
  const on = random.pick([type, ...members, ...above]);
  return `... on ${on.name} ${selectionOf(on, random, depth)}`;
}

function fieldOf(type: GraphQLCompositeType, random: Random, depth: number): string {
  if (isUnionType(type)) return '__typename';
  const isLeaf = (name: string) => !isCompositeType(getNamedType(type.getFields()[name]?.type));
  const names = Object.keys(type.getFields()).filter((name) => depth > 0 || isLeaf(name));
  if (names.length === 0) return 'x: __typename';
  const name = random.pick(names);
  const answers = getNamedType(type.getFields()[name]?.type);
  const alias = random.chance(0.3) ? `${random.pick(['a', 'b', 'name'])}: ` : '';
  const nested = isCompositeType(answers) ? ` ${selectionOf(answers, random, depth - 1)}` : '';
  return `${alias}${name}${name === 'project' ? '(id: 1)' : ''}${nested}`;
}

/** The field nodes that the caller may see, by the type that each is asked of. */
function openNodes(
  query: string,
  access: Access,
): ReadonlySet<FieldNode> & { readonly document: ReturnType<typeof parse> } {
  const document = parse(query);
  const open = new Set<FieldNode>();
  const walk = (set: SelectionSetNode, parent: GraphQLCompositeType, isOpen: boolean): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = schema.getType(selection.typeCondition?.name.value ?? '') as GraphQLCompositeType;
        // An object stays what it is within a fragment on what it implements.
        const isKnown = isObjectType(parent) && isAbstractType(on);
        walk(selection.selectionSet, isKnown ? parent : on, isOpen);
      } else if (selection.kind === Kind.FIELD) {
        const demands = table.ofField(parent.name, selection.name.value);
        const isHere = isOpen && access.refusal(demands, '') === null;
        if (isHere) open.add(selection);
        const type = isUnionType(parent) ? undefined : parent.getFields()[selection.name.value]?.type;
        const answers = type && getNamedType(type);
        if (selection.selectionSet && isCompositeType(answers)) walk(selection.selectionSet, answers, isHere);
      }
    }
  };
  const operation = getOperationAST(document);
  const root = schema.getQueryType();
  if (operation && root) walk(operation.selectionSet, root, true);
  return Object.assign(open, { document });
}

/** What GraphQL's own executor makes of it, where what may not be seen throws. */
function expected(query: string, rights: Caller | null): TestAnswer {
  const open = openNodes(query, gate.accessOf(rights));
  const result = executeSync({
    schema,
    document: open.document,
    rootValue: wholeWorld,
    fieldResolver: (source, args, _context, { fieldName, fieldNodes }) => {
      if (!fieldNodes.some((node) => open.has(node))) throw new GraphQLError('withheld');
      const value = source[fieldName];
      return typeof value === 'function' ? value(args) : value;
    },
  });
  return JSON.parse(JSON.stringify(result)) as TestAnswer;
}

const places = ({ errors = [] }: TestAnswer): string[] =>
  errors
    .flatMap(({ path, extensions }) => [path, ...((extensions?.paths as unknown[][]) ?? [])])
    .map((path) => (path ?? []).join('.'))
    .sort();

test(`${operations} random operations are answered as by an executor whose withheld fields fail, place by place (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  const query = schema.getQueryType();
  let compared = 0;
  let withheld = 0;
  while (compared < operations && query) {
    const text = selectionOf(query, random, deepest);
    if (/__typename/.test(text) || validate(schema, parse(text)).length > 0) continue;
    for (const rights of Object.values(callers)) {
      federation.calls.length = 0;
      const answer = await federation.ask(text, {}, { rights });
      const wanted = expected(text, rights);
      expect({ text, rights, data: answer.data, places: places(answer) }).toEqual({
        text,
        rights,
        data: wanted.data,
        places: places(wanted),
      });
      if (wanted.errors) withheld += 1;
    }
    compared += 1;
  }
  expect(withheld).toBeGreaterThan(operations);
});
