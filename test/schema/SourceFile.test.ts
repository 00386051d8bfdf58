import { readSource } from './SourceFile';

const read = (text: string) => readSource('some.ts', text);

test('modules are told by whether they are loaded', () => {
  const text = `
    import type { A } from 'a';
    import { type B } from 'b';
    import { type C, d } from 'c';
    import 'd';
    export type { E } from 'e';
    export * from 'f';
    const g = require('g');
    const h = () => import('h');`;
  const loaded = read(text).references.filter(({ typeOnly }) => !typeOnly);
  expect(read(text).references).toHaveLength(8);
  expect(loaded.map(({ module }) => module)).toEqual(['c', 'd', 'f', 'g', 'h']);
});

test('functions are measured where they have a body', () => {
  const text = `
    declare function declared(a: number, b: number): void;
    function plain(this: Date, a: number, { b }: { b: number }) {
      return () => a + b;
    }
    class Holder {
      constructor(readonly a: number) {}
      #secret(a: number, ...rest: number[]) {}
    }
    const arrow = (a = 1) => {
      return a;
    };`;
  expect(read(text).functions.map(({ name, lines, parameters }) => [name, lines, parameters])).toEqual([
    ['plain', 3, 2],
    [null, 1, 0],
    ['constructor', 1, 1],
    ['secret', 1, 2],
    ['arrow', 3, 1],
  ]);
});

test('exports are documented by the comment right above them', () => {
  const text = `
    /** Says it. */
    export const said = (): void => undefined;
    export interface Silent {}
    /** Says it, and why a rule is off. */
    // biome-ignore lint/some/rule: a reason
    export type Ruled = string;
    /** Says it for all overloads. */
    export function over(a: string): void;
    export function over(a: number): void;
    /* No docstring. */
    export default function Page() {}`;
  expect(read(text).exports.map(({ name, documented }) => [name, documented])).toEqual([
    ['said', true],
    ['Silent', false],
    ['Ruled', true],
    ['over', true],
    ['Page', false],
  ]);
});

test('the process is the global one, not a variable or a property of that name', () => {
  const text = `
    const { env } = process;
    export const stop = (process: { exit(): void }) => process.exit();
    export const nested = (run: { process: number }) => run.process + globalThis.process.pid;
    // Ú: what is no ASCII counts as it stands
    process.exit(0);`;
  const { processUses, doingLines } = read(text);
  expect(processUses).toEqual([
    { line: 2, property: '' },
    { line: 4, property: 'pid' },
    { line: 6, property: 'exit' },
  ]);
  expect(doingLines).toEqual([6]);
});

test('any is found as a type, not as a word', () => {
  expect(read('const any = 1;\nconst value = any as unknown;\nlet list: any[] = [];').anyLines).toEqual([3]);
});
