import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiSdlPath, operationsPath, questionsPath, readManifest } from '@lien-thong/schema';
import { collectOperations } from '../../schema/src/collectOperations';
import { repositoryRoot } from '../helpers/repositoryRoot';

const sdl = 'type Query { word: String number(of: Int): Int } type Mutation { write: Int }';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'operations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
const program = join(repositoryRoot, 'schema', 'dist', 'main.js');
const run = (...flags: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'operations', ...flags]);
  return { status, said: `${stdout}${stderr}`.trim() };
};

describe('the list of operations', () => {
  it('that is committed holds every saved question as it is', () => {
    const { operations, problems } = collectOperations(readFileSync(apiSdlPath, 'utf8'), [questionsPath]);
    expect(problems).toEqual([]);
    const committed = readManifest(readFileSync(operationsPath, 'utf8'));
    expect(committed.problems).toEqual([]);
    const byName = (all: typeof operations) => Object.fromEntries(all.map((each) => [each.name, each]));
    expect(byName(committed.operations)).toEqual(byName(operations));
  });

  it('has each operation with the fragments that it uses, which may stand in another file', () => {
    file('one.graphql', 'query One { ...Words } query Two { number }');
    file('fragments.gql', 'fragment Words on Query { word } fragment Unused on Query { number }');
    const { operations, problems } = collectOperations(sdl, [folder]);
    // A fragment that nobody uses is none of the operations' business.
    expect(problems).toEqual([]);
    expect(operations.map(({ name, type, body }) => ({ name, type, body }))).toEqual([
      {
        name: 'One',
        type: 'query',
        body: 'fragment Words on Query {\n  word\n}\n\nquery One {\n  ...Words\n}',
      },
      { name: 'Two', type: 'query', body: 'query Two {\n  number\n}' },
    ]);
  });

  it('takes operations whose answer comes in parts', () => {
    file('parts.graphql', 'query Parts { ... @defer { word } }');
    expect(collectOperations(sdl, [folder]).problems).toEqual([]);
  });

  it('names everything that stands in its way', () => {
    file('one.graphql', '{ word } query Wrong { nothing }');
    file('two.graphql', 'query Broken {');
    expect(collectOperations(sdl, [folder]).problems).toEqual([
      'two.graphql: Syntax Error: Expected Name, found <EOF>.',
      'one.graphql: an operation has no name.',
    ]);
    rmSync(join(folder, 'two.graphql'));
    file('one.graphql', 'query Wrong { nothing }');
    expect(collectOperations(sdl, [folder]).problems).toEqual([
      'Wrong: Cannot query field "nothing" on type "Query".',
    ]);
    file('again.graphql', 'query Wrong { word }');
    expect(collectOperations(sdl, [folder]).problems).toEqual([
      'Several have the name Wrong: each operation needs one of its own.',
    ]);
    expect(collectOperations(sdl, [join(folder, 'none')]).problems).toEqual([
      `${join(folder, 'none')}: there is no such folder.`,
    ]);
  });
});

describe('npm run schema:operations', () => {
  it('writes the questions and the operations of a client, and finds them stale afterwards', () => {
    file('client.graphql', 'query Mine { __typename }');
    const out = join(folder, 'operations.json');
    const flags = ['--from', folder, '--out', out];
    expect(run(...flags, '--check')).toMatchObject({
      status: 1,
      said: expect.stringContaining('is missing'),
    });
    expect(run(...flags)).toEqual({ status: 0, said: `${out} written` });
    expect(run(...flags, '--check')).toEqual({ status: 0, said: '' });
    const { operations } = readManifest(readFileSync(out, 'utf8'));
    expect(operations.map(({ name }) => name)).toContain('Mine');
    file('client.graphql', 'query Mine { __typename more: __typename }');
    expect(run(...flags, '--check')).toMatchObject({ status: 1, said: expect.stringContaining('is stale') });
  });

  it('says what is wrong with its flags', () => {
    expect(run('--from', folder)).toEqual({ status: 1, said: '--from needs --out FILE.' });
    expect(run('--form', folder).said).toContain("Unknown option '--form'");
    expect(() => execFileSync(process.execPath, [program, 'nothing'], { stdio: 'pipe' })).toThrow(/Usage:/);
  });
});
