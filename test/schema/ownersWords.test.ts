import { parse, print } from 'graphql';
import { ownersWords } from '../../schema/src/ownersWords';

const words = (...sdl: string[]) => ownersWords(sdl.map((text) => parse(text))).map(print);

describe('ownersWords', () => {
  test('gives what two departments describe the words of the one that says most about the type', () => {
    const [borrower] = words(
      '"borrowed" type A { "their id" id: ID! }',
      '"owned" type A { "our id" id: ID! "name" name: String }',
    );
    expect(borrower).toBe(print(parse('"owned" type A { "our id" id: ID! }')));
  });

  test('keeps the words of a member that the owner lacks', () => {
    const [borrower, owner] = words('enum E { "a here" A "only here" C }', 'enum E { "a" A "b" B "d" D }');
    expect(borrower).toBe(print(parse('enum E { "a" A "only here" C }')));
    expect(owner).not.toContain('only here');
  });

  test('leaves a department alone that nobody shares a type with', () => {
    expect(words('"x" input I { "f" f: Int }')).toEqual([print(parse('"x" input I { "f" f: Int }'))]);
  });
});
