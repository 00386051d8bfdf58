import { parse } from 'graphql';
import { type DocumentMeasures, measureDocument } from '../../../gateway/src/limits/measureDocument';

const measure = (text: string): DocumentMeasures => measureDocument(parse(text));

describe('the measures of a document', () => {
  it.each<[text: string, measures: Partial<DocumentMeasures>]>([
    [
      '{ a }',
      { depth: 1, fields: 1, rootFields: 1, aliases: 0, directives: 0, fragments: 0, introspects: false },
    ],
    ['{ a { b { c } d } e }', { depth: 3, fields: 5, rootFields: 2 }],
    ['{ x: a y: b b: b }', { aliases: 2, rootFields: 3 }],
    [
      '{ ...f a } fragment f on Q { b { ...g } c } fragment g on R { d }',
      { depth: 2, fields: 6, rootFields: 3 },
    ],
    ['{ ... { a ... on Q { b } } }', { depth: 1, fields: 4, rootFields: 2 }],
    ['query @a { b @c @d { e @f } }', { directives: 4, fieldDirectives: 2 }],
    ['query ($v: Int @a @b @c = 1) { f }'.replace(' @a @b @c = 1', ' = 1 @a @b @c'), { fieldDirectives: 3 }],
    ['{ a(b: [1, [2, 3, 4, 5]]) }', { list: 4 }],
    ['query ($v: [Int] = [1, 2, 3]) { a @b(c: { d: [1, 2, 3, 4] }) }', { list: 4 }],
    ['{ a { ...f } } fragment f on Q { ... { __type(name: "A") { name } } }', { introspects: true }],
    ['{ a { __typename } }', { introspects: false }],
    // The largest by each measure.
    ['query A { a { b { c } } } query B { d e f }', { depth: 3, rootFields: 3 }],
  ])('of %s', (text, measures) => {
    expect(measure(text)).toMatchObject(measures);
  });

  it('counts fragments that double as often as they are there, without walking them', () => {
    const rounds = 200;
    const fragments = Array.from(
      { length: rounds },
      (_, at) =>
        `fragment f${at} on Q { ${at + 1 < rounds ? `a { ...f${at + 1} } b { ...f${at + 1} }` : 'c'} }`,
    );
    // To walk them would take longer than anybody waits.
    const { fields, depth } = measure(`{ ...f0 } ${fragments.join(' ')}`);
    expect(fields).toBeGreaterThan(2 ** (rounds - 1));
    expect(depth).toBe(rounds);
  });

  it('ends where fragments hold themselves', () => {
    expect(
      measure('{ ...a } fragment a on Q { b ...a ...c } fragment c on Q { ...a }').fields,
    ).toBeGreaterThan(2);
  });
});
