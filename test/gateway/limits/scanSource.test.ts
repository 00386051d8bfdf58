import { Lexer, Source, TokenKind } from 'graphql';
import { scanSource } from '../../../gateway/src/limits/scanSource';
import { savedOperations } from '../../helpers/questions';

/** What graphql-js counts. */
const tokensOf = (text: string): number => {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
};

describe('the scan of a text', () => {
  it.each(savedOperations.map(({ name, query }) => [name, query]))(
    'counts the tokens of question %s',
    (_name, query) => {
      expect(scanSource(query).tokens).toBe(tokensOf(query));
    },
  );

  it.each([
    '',
    '{a}',
    '{ a(b: "c d { [ ( \\" e", f: """ g " "" \\""" { """) } # comment { { {',
    '{ a(b: -1.5e+10, c: 0.1, d: 12345678901234567890) }',
    'query ($a: [Int!]! = [1, 2]) @b(c: $a) { ...d ... on E @f { g: h } }',
    'fragment a on B { c(d: { e: { f: null, g: true } }, h: I) & | }',
    '{ "é ữ": "đồng" "\\u00e9" }',
    '{\r\n\ta,,, b\r#c\nd }',
    '"""""" """a""" "" {}',
  ])('counts the tokens of %j', (text) => {
    expect(scanSource(text).tokens).toBe(tokensOf(text));
  });

  it.each<[text: string, nesting: number]>([
    ['{ a { b(c: [[1]]) { d } } }', 5],
    ['{ a(b: "{{{{") } # {{{{', 2],
    ['{}{}{}', 1],
    ['}}}{', 0],
  ])('of %j finds nesting %i', (text, nesting) => {
    expect(scanSource(text).nesting).toBe(nesting);
  });

  it.each(['{ a(b: "', '"""', '{ a(b: """ \\"""', '\\', '{ ...', '"\\', '\u0000\uFFFF☃'])(
    'ends on %j, which is no document',
    (text) => {
      expect(scanSource(text).tokens).toBeLessThanOrEqual(text.length);
    },
  );

  it('takes a time that grows with the length alone', () => {
    const startedAt = performance.now();
    for (const unit of ['{', 'a ', '"', '"""', '#\n', '@a', '"\\"', '\\"""'])
      scanSource(unit.repeat(1_000_000 / unit.length));
    // Eight megabytes: some hundred milliseconds; by the square of the length it would be hours.
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});
