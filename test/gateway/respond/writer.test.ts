import { buildSchema, parse } from 'graphql';
import { quoted, readKey, safeName, writeKey } from '../../../gateway/src/compile/names';
import { defaultPlanLimits } from '../../../gateway/src/plan/limits';
import { normalise } from '../../../gateway/src/plan/normalise';
import { findProblems } from '../../../gateway/src/respond/findProblems';
import { runPausing } from '../../../gateway/src/respond/pausing';
import { stringText } from '../../../gateway/src/respond/text';
import {
  compilePausingWriter,
  compileWriter,
  type WriterInput,
} from '../../../gateway/src/respond/WriterCompiler';

const schema = buildSchema(`
  type Query { s: String i: Int f: Float b: Boolean id: ID e: Color j: Any a: Named list: [Item] strict: [Item!]! matrix: [[Int!]] one: Item! }
  scalar Any
  enum Color { RED BLUE }
  interface Named { name: String! }
  union Thing = Cat | Dog
  type Cat implements Named { name: String! lives: Int }
  type Dog implements Named { name: String! owner: String! }
  type Item { id: ID! n: Int! next: Item thing: Thing }
`);

function writerInput(query: string, conditions: Record<string, boolean> = {}): WriterInput {
  const { selections } = normalise({
    schema,
    document: parse(query),
    limits: defaultPlanLimits,
    incremental: false,
    requiredWithArguments: new Set(),
  });
  return {
    schema,
    type: schema.getQueryType() ?? fail(),
    selections,
    conditions: new Map(Object.entries(conditions)),
  };
}

function fail(): never {
  throw new Error('The schema of the test has no query type.');
}

/** What both writers make of data (they must agree), and where the problems are said to be. */
async function write(query: string, data: object, conditions?: Record<string, boolean>) {
  const input = writerInput(query, conditions);
  const state = { problems: 0, cost: 0, memos: [] };
  const text = compileWriter(input)(data, state);
  expect(await runPausing(compilePausingWriter(input)(data, { problems: 0, cost: 0, memos: [] }))).toBe(text);
  const problems = findProblems(input, data).map(({ path }) => path.join('.'));
  expect(state.problems > 0).toBe(problems.length > 0);
  return { answer: text === '' ? null : JSON.parse(text), problems };
}

test('writes every kind of value', async () => {
  const data = {
    s: 'q"\\\n\u2028\ud800',
    i: -0,
    f: 1e21,
    b: false,
    id: 7,
    e: 'BLUE',
    j: { x: [1, { y: null }] },
    matrix: [[1], null, []],
  };
  expect(await write('{ s i f b id e j matrix }', data)).toEqual({
    answer: { ...data, i: 0, id: '7', s: JSON.parse(JSON.stringify(data.s)) },
    problems: [],
  });
});

test('nulls what does not fit where null may stand', async () => {
  const data = { s: {}, i: 1.5, f: 'x', b: 1, id: {}, e: 'GREEN', j: null, matrix: [['1'], 3], list: {} };
  expect(await write('{ s i f b id e j matrix list { n } }', data)).toEqual({
    answer: {
      s: null,
      i: null,
      f: null,
      b: null,
      id: null,
      e: null,
      j: null,
      matrix: [null, null],
      list: null,
    },
    problems: ['s', 'i', 'f', 'b', 'id', 'e', 'matrix.0.0', 'matrix.1', 'list'],
  });
});

test('lets null go up to where it may stand', async () => {
  expect(await write('{ list { id n } }', { list: [{ id: '1', n: 1 }, { id: '2', n: null }, null] })).toEqual(
    {
      answer: { list: [{ id: '1', n: 1 }, null, null] },
      problems: ['list.1.n'],
    },
  );
  expect(await write('{ strict { id next { n } } }', { strict: [{ id: '1', next: { n: null } }] })).toEqual({
    answer: { strict: [{ id: '1', next: null }] },
    problems: ['strict.0.next.n'],
  });
  expect(await write('{ strict { id } s }', { strict: [{ id: '1' }, null], s: 'x' })).toEqual({
    answer: null,
    problems: ['strict.1'],
  });
});

test('writes by the type that an object says it has', async () => {
  const query =
    '{ list { thing { __typename ... on Named { name } ... on Cat { lives } ... on Dog { owner } } } a { t: __typename name ... on Dog { owner } } }';
  const list = [
    { thing: { __typename: 'Cat', name: 'c', lives: 9, owner: 'no' } },
    { thing: { __typename: 'Dog', name: 'd', owner: 'o' } },
    { thing: { __typename: 'Bird' } },
    { thing: {} },
  ];
  expect(await write(query, { list, a: { __typename: 'Dog', name: 'd', owner: null } })).toEqual({
    answer: {
      list: [
        { thing: { __typename: 'Cat', name: 'c', lives: 9 } },
        { thing: { __typename: 'Dog', name: 'd', owner: 'o' } },
        { thing: null },
        { thing: null },
      ],
      a: null,
    },
    problems: ['list.2.thing', 'list.3.thing', 'a.owner'],
  });
});

test('writes the fields of the interface where an object does not say its type', async () => {
  expect(await write('{ a { name ... on Dog { owner } } }', { a: { name: 'n' } })).toEqual({
    answer: { a: { name: 'n' } },
    problems: [],
  });
  expect(await write('{ a { name } }', { a: { __typename: 'Named', name: 'n' } })).toEqual({
    answer: { a: { name: 'n' } },
    problems: [],
  });
  expect(await write('{ a { __typename name } }', { a: { name: 'n' } })).toEqual({
    answer: { a: null },
    problems: ['a.__typename'],
  });
});

test('writes merged selections in order, by conditions', async () => {
  const query =
    'query($x: Boolean!, $y: Boolean!) { one { n next @include(if: $x) { id } ... @skip(if: $y) { next { n } id } } s @skip(if: $x) }';
  const data = { one: { n: 1, id: '1', next: { id: '2', n: 2 } }, s: 's' };
  expect((await write(query, data, { x: true, y: false })).answer).toEqual({
    one: { n: 1, next: { id: '2', n: 2 }, id: '1' },
  });
  expect((await write(query, data, { x: true, y: true })).answer).toEqual({
    one: { n: 1, next: { id: '2' } },
  });
  expect((await write(query, data, { x: false, y: true })).answer).toEqual({ one: { n: 1 }, s: 's' });
});

test('writes strings as JSON.stringify does', () => {
  const lone = '\ud83d';
  for (const text of [
    '',
    'plain',
    'quote"',
    'back\\slash',
    '\u0000\u001f',
    '\u007f\u2028',
    'Đà Nẵng',
    '😀',
    lone,
    `${'x'.repeat(60)}"`,
    `${'x'.repeat(60)}${lone}`,
    'y'.repeat(5_000),
  ]) {
    expect(stringText(text)).toBe(JSON.stringify(text));
  }
});

test('only names of GraphQL reach generated code', () => {
  // A placeholder of a template is the classic way into generated code.
  const placeholder = ['$', '{x}'].join('');
  for (const name of ['a-b', "a'", 'a;b', '', '1a', 'a b', 'a\n', 'é', placeholder, '__proto__]']) {
    for (const use of [
      safeName,
      quoted,
      (each: string) => readKey('o', each),
      (each: string) => writeKey('o', each, 'v'),
    ]) {
      expect(() => use(name)).toThrow(
        `Refused to generate code from ${JSON.stringify(name)}: no GraphQL name.`,
      );
    }
  }
  expect(readKey('o', 'name')).toBe('o.name');
  expect(readKey('o', '__proto__')).toBe("own(o,'__proto__')");
  expect(writeKey('o', 'constructor', 'v')).toBe("define(o,'constructor',v)");
});
