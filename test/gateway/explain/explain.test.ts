import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFile } from '../../../gateway/src/explain/explainFile';
import { runProcess } from '../../helpers/startProcess';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explain-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The command in this process: as a user runs it, but for the process. */
async function run(...args: string[]) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const code = await explainFile(args, { env: {}, stdout: stream, stderr: stream });
  return { code, output: written.join('') };
}

async function explain(text: string, ...args: string[]) {
  const file = join(folder, 'operation.graphql');
  await writeFile(file, text);
  return run('--explain', file, ...args);
}

const several = 'query A { programmes(first: 1) { nodes { code } } }\nquery B { __typename }';

test('a plan is printed in words, without departments', async () => {
  const file = join(folder, 'programme.graphql');
  await writeFile(
    file,
    'query Q($code: String!) { programmeByCode(code: $code) { name { vi } contracts { nodes { paid { amount } } } } }',
  );
  const { code, output } = await runProcess({ file: 'gateway/dist/main.js', args: ['--explain', file] });
  expect(output).toContain('to 3 departments in 3 waves, planned by the native planner.');
  expect(output).toMatch(/#1 {2}planning is asked at once/);
  expect(output).toMatch(
    /#2 {2}ict is asked when #1 has been answered\n {4}for what is at programmeByCode\n/,
  );
  expect(output).toMatch(/for what is at programmeByCode\.contracts\.nodes\[\]/);
  expect(code).toBe(0);
});

test('a plan is printed as JSON, by either planner', async () => {
  const { code, output } = await explain(
    several,
    '--operation',
    'A',
    '--format',
    'json',
    '--planner',
    'apollo',
  );
  expect(JSON.parse(output)).toMatchObject({
    operation: 'A',
    plans: [{ planner: 'apollo', steps: [{ subgraph: 'planning', kind: 'query', after: [] }] }],
  });
  expect(code).toBe(0);
});

test('what no department is asked for has no requests', async () => {
  const { code, output } = await explain(several, '--operation', 'B');
  expect([code, output]).toEqual([0, 'No department is asked: the gateway answers this by itself.\n']);
});

test.each([
  ['several operations', several, [], /holds several operations: A, B\. Choose by --operation NAME\./],
  ['no such operation', several, ['--operation', 'C'], /holds no operation "C"\. It holds: A, B\./],
  ['no GraphQL', '{ programmes(', [], /GRAPHQL_PARSE_FAILED: .*operation\.graphql:1:14: Syntax Error/],
  [
    'a field that is not there',
    '{\n  nothing\n}',
    [],
    /GRAPHQL_VALIDATION_FAILED: .*operation\.graphql:2:3: Cannot query field "nothing"/,
  ],
])('%s: the place and the reason are told, and the exit code is 1', async (_what, text, args, message) => {
  const { code, output } = await explain(text, ...args);
  expect(output).toMatch(message);
  expect(code).toBe(1);
});

test.each([
  [['--explain', 'nowhere.graphql'], /nowhere\.graphql: there is no such file\./],
  [['--explain', 'package.json', '--format', 'yaml'], /--format is text or json, not "yaml"\./],
  [['--explain', 'package.json', '--loud'], /Unknown option '--loud'/],
  [['--explain', 'schema'], /schema is a folder\./],
])('a command that cannot be followed says how it is used, and the exit code is 2', async (args, message) => {
  const { code, output } = await run(...args);
  expect(output).toMatch(message);
  expect(output).toContain('npm run gateway -- --explain FILE');
  expect(code).toBe(2);
});
