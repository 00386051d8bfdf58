import { posix } from 'node:path';
import * as exceptions from './architectureExceptions';
import { readTracked, trackedFiles } from './repositoryFiles';
import { readSource, type SourceFile } from './SourceFile';

const { basename, dirname, join } = posix;
const files = trackedFiles();
const typescript = files
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => readSource(path, readTracked(path)));
const sources = typescript.filter(({ path }) => !path.startsWith('test/'));

/** What packages may know of each other, at run time or as types. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  'subgraphs/shared': ['schema'],
  'subgraphs/ict': ['schema', 'subgraph-kit'],
  'subgraphs/finance': ['schema', 'subgraph-kit'],
  'subgraphs/planning': ['schema', 'subgraph-kit'],
  seeds: ['schema', 'subgraph-kit', 'ict', 'finance', 'planning'],
  'gateway/start': ['schema', 'subgraph-kit'],
  'gateway/explorer': [],
  gateway: ['schema', 'subgraph-kit'],
};

const packageOf = (path: string): string =>
  Object.keys(mayImport).find((folder) => path.startsWith(`${folder}/`)) ?? 'test';
const isDepartment = (path: string) => /^subgraphs\/(?!shared\/)/.test(path);
const stemOf = (path: string) => basename(path).replace(/\.tsx?$/, '');
/** The main files of processes, and of threads, which are named so. */
const isMain = (path: string) => /^main$|Worker$/.test(stemOf(path));

/** What breaks a rule and is no exception, and the exceptions that nothing needs. */
function unexcused(breaches: readonly string[], excused: exceptions.Exceptions): string[] {
  const fileOf = (breach: string) => breach.split(/[ :]/)[0] ?? '';
  const broken = new Set(breaches.map(fileOf));
  return [
    ...breaches.filter((breach) => !(fileOf(breach) in excused)),
    ...Object.keys(excused)
      .filter((path) => !broken.has(path))
      .map((path) => `${path} needs no exception`),
  ];
}

/** Lines of text files that the pattern finds, in those that `wanted` takes. */
function linesWith(pattern: RegExp, wanted: (path: string) => boolean): string[] {
  return files.filter(wanted).flatMap((path) =>
    readTracked(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('packages', () => {
  test('import only those that they may know', () => {
    const strangers = sources.flatMap(({ path, references }) =>
      references
        .map(({ module }) => /^@lien-thong\/([^/]+)/.exec(module)?.[1])
        .filter((name) => name !== undefined && !mayImport[packageOf(path)]?.includes(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(strangers).toEqual([]);
  });

  test('do not reach into the folders of others', () => {
    const reaching = sources.flatMap(({ path, references }) =>
      references
        .filter(({ module }) => module.startsWith('.'))
        .filter(({ module }) => packageOf(join(dirname(path), module)) !== packageOf(path))
        .map(({ module }) => `${path}: ${module}`),
    );
    expect(reaching).toEqual([]);
  });

  test('of the kit name no department', () => {
    const naming = linesWith(/(['"`])(ict|finance|planning)\1/, (path) =>
      path.startsWith('subgraphs/shared/src/'),
    );
    expect(naming).toEqual([]);
  });
});

describe('the driver of the database', () => {
  const knowing = (typeOnly: boolean) =>
    sources.filter(({ references }) =>
      references.some((reference) => reference.module === 'mongodb' && reference.typeOnly === typeOnly),
    );

  test('is loaded by the kit and the loader of seeds alone', () => {
    const loading = knowing(false).map(({ path }) => path);
    expect(unexcused(loading, exceptions.driverAtRunTime)).toEqual([]);
  });

  test('is known to repositories, loaders and what they are made of', () => {
    const asking = ['repository', 'loaders'];
    const others = knowing(true)
      .map(({ path }) => path)
      .filter((path) => isDepartment(path) && !asking.includes(stemOf(path)));
    expect(unexcused(others, exceptions.driverTypes)).toEqual([]);
  });

  test('is unknown to the gateway and the schema', () => {
    const strangers = [...knowing(true), ...knowing(false)].filter(({ path }) =>
      /^(gateway|schema)\//.test(path),
    );
    expect(strangers.map(({ path }) => path)).toEqual([]);
  });
});

describe('the process', () => {
  const facts = new Set(['pid', 'platform', 'arch', 'execPath']);

  test('is touched by main files alone', () => {
    const touching = sources
      .filter(({ path }) => !isMain(path))
      .flatMap(({ path, processUses, references }) => [
        ...processUses
          .filter(({ property }) => !facts.has(property))
          .map(({ line, property }) => `${path}:${line} ${property}`),
        ...references.filter(({ module }) => /^(node:)?process$/.test(module)).map(() => path),
      ]);
    expect(unexcused(touching, exceptions.processUsers)).toEqual([]);
  });

  test('is left alone by files that are only loaded: what a test imports opens no port', () => {
    const doing = sources
      .filter(({ path }) => !isMain(path))
      .flatMap(({ path, doingLines }) => doingLines.map((line) => `${path}:${line}`));
    expect(unexcused(doing, exceptions.doingOnLoad)).toEqual([]);
  });
});

describe('a file', () => {
  const meaningless = /^(utils?|helpers?|misc|common|shared|stuff|tools?|lib)$/i;
  /** Names that the layout gives to the same part everywhere. */
  const parts = new Set(['main', 'index', 'repository', 'repositories']);
  const wordsOf = (stem: string) =>
    stem
      .split(/(?=[A-Z])/)
      .map((word) => word.toLowerCase().replace(/ies$/, 'y').replace(/s$/, ''))
      .filter((word) => word.length > 3);

  const isNamedForExport = ({ path, exports }: SourceFile): boolean => {
    const stem = stemOf(path);
    const names = exports.map(({ name }) => name);
    if (names.length === 0 || names.includes(stem) || parts.has(stem)) return true;
    const folded = names.map((name) => name.toLowerCase());
    if (folded.includes(stem.toLowerCase()))
      return names.some((name) => /^[a-z]/.test(name) !== /^[a-z]/.test(stem));
    return (
      wordsOf(stem).some((word) => folded.some((name) => name.includes(word))) ||
      folded.some((name) => name.includes(stem.toLowerCase()))
    );
  };

  test('is named for what it exports', () => {
    const others = sources.filter((file) => !isNamedForExport(file)).map(({ path }) => path);
    expect(unexcused(others, exceptions.namedForSubject)).toEqual([]);
  });

  test('is not named for nothing at all', () => {
    expect(typescript.map(({ path }) => path).filter((path) => meaningless.test(stemOf(path)))).toEqual([]);
  });

  test('that is generated says so in its first line', () => {
    const generated = ['schema/supergraph.graphql', 'schema/api.graphql', 'schema/errors.md'];
    const firstLines = generated.map((path) => readTracked(path).split('\n')[0]);
    for (const line of firstLines) expect(line).toMatch(/Generated by `npm run [\w:]+`.* Do not edit\./);
  });
});

describe('budgets', () => {
  const functions = sources.flatMap(({ path, functions: all }) => all.map((each) => ({ path, ...each })));
  /** The value below which the share of them lies. */
  const quantile = (values: readonly number[], share: number) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

  test('of lines hold for files: half within 80, nine of ten within 250, none over 400', () => {
    const lines = sources.map((file) => file.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(80);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(250);
    const long = typescript.filter((file) => file.lines > 400);
    expect(long.map(({ path, lines: count }) => `${path}: ${count}`)).toEqual([]);
  });

  test('of lines hold for functions: half within 15, nine of ten within 50, none over 80', () => {
    // Those that are handed over where they are written are short and many; they would hide the others.
    const lines = functions.filter(({ name }) => name !== null).map((each) => each.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(15);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(50);
    const long = functions.filter((each) => each.lines > 80);
    expect(long.map(({ path, line, name, lines: count }) => `${path}:${line} ${name}: ${count}`)).toEqual([]);
  });

  test('of parameters hold: three at most', () => {
    const many = functions.filter(({ parameters }) => parameters > 3);
    const named = many.map(({ path, line, name, parameters }) => `${path}:${line} ${name}: ${parameters}`);
    expect(unexcused(named, exceptions.manyParameters)).toEqual([]);
  });
});

describe('types and tests', () => {
  const isCode = (path: string) => /\.([cm]?[jt]s|tsx)$/.test(path);

  test('are checked: no any, no suppressed error', () => {
    const any = typescript.flatMap(({ path, anyLines }) => anyLines.map((line) => `${path}:${line}`));
    expect(unexcused(any, exceptions.anyTypes)).toEqual([]);
    expect(linesWith(/@ts-(ignore|expect-error|nocheck)\b/, isCode)).toEqual([]);
  });

  test('run: none is skipped, none runs alone, no module is mocked', () => {
    const skipping =
      /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|only|todo|failing)\b|\b[xf](?:it|test|describe)\(|\bjest\.(?:do)?mock\(/i;
    expect(linesWith(skipping, isCode)).toEqual([]);
  });
});

describe('tracked files', () => {
  const isText = (path: string) => !/\.(png|jpe?g|woff2?|xlsx|ico|pdf)$/.test(path);

  test('name no folder of one machine and no registry host', () => {
    const machine = /(?<![\w.-])\/(?:work|home|Users|root)\/\w|\b[A-Z]:\\\\?Users/;
    const registry = /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\b|\bproxy\.golang\b|\bsum\.golang\b/;
    expect(linesWith(machine, isText)).toEqual([]);
    expect(linesWith(registry, isText)).toEqual([]);
  });
});

describe('exports', () => {
  test('of packages each say what they promise', () => {
    const silent = sources
      .filter(({ path }) => path.includes('/src/') || path.includes('/build/'))
      .flatMap(({ path, exports }) =>
        exports.filter(({ documented }) => !documented).map(({ name }) => `${path}: ${name}`),
      );
    expect(silent).toEqual([]);
  });
});
