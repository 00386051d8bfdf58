import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { applyCommands, type CommandRows, commandsOf } from './applyCommands';
import { createCallerToken } from './createCallerToken';
import { describeProblems, describeTemplate } from './describeImport';
import { createGraphClient } from './GraphClient';
import { ImportCounts } from './ImportCounts';
import type { CheckContext, ImportRow } from './ImportKind';
import { type ImportTable, InvalidImportError } from './ImportTable';
import { importKinds } from './kinds';
import { type Ledger, openLedger } from './Ledger';
import { type Endpoints, openEndpoints } from './openEndpoints';
import { parseRows } from './parseRows';
import { readCsvTable } from './readCsvTable';
import { type ImportOptions, readImportOptions } from './readImportOptions';
import { readXlsxTable } from './readXlsxTable';

/** What `runImport` needs of the process it runs in. */
export interface ImportSeam {
  readonly env: NodeJS.ProcessEnv;
  /** The words after `npm run import --`. */
  readonly words: readonly string[];
  readonly print: (line: string) => void;
  /** Folder of the key that signs tokens. */
  readonly keysFolder: string;
  /** Folder of the ledgers of imports. */
  readonly ledgersFolder: string;
  readonly shouldStop?: () => boolean;
  readonly now?: Date;
}

/**
 * `npm run import`: checks every row of a file, then sends each as a command of its department. Answers the exit code:
 * 0 when all rows are in (or, of a dry run, could be), 1 where anything is wrong, with every mistake printed.
 */
export async function runImport(seam: ImportSeam): Promise<number> {
  const { print } = seam;
  try {
    const options = readImportOptions(seam.words, importKinds);
    if (options.isTemplate) return await giveTemplate(options, print);
    return await importFile(seam, options, await readFile(options.file ?? ''));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof InvalidImportError) for (const line of describeProblems(error.problems)) print(line);
    print(`${codeOf(error)}: ${error.message}`);
    return 1;
  }
}

/** Prints what the columns are; with a file, writes the template there, and never over one that is there. */
async function giveTemplate({ kind, file }: ImportOptions, print: ImportSeam['print']): Promise<number> {
  const { csv, help } = describeTemplate(kind);
  for (const line of help) print(line);
  if (file === null) print(`\n${csv.slice(1).trimEnd()}`);
  else {
    await writeFile(file, csv, { flag: 'wx' });
    print(`written to ${file}`);
  }
  return 0;
}

function codeOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return code === 'ENOENT' || code === 'EEXIST' ? 'INVALID_CONFIGURATION' : code || 'INTERNAL_SERVER_ERROR';
}

async function importFile(seam: ImportSeam, options: ImportOptions, content: Buffer): Promise<number> {
  const { kind, file, url } = options;
  const table = await readTable(file ?? '', content);
  seam.print(`${basename(file ?? '')}: ${table.rows.length.toLocaleString('en-US')} rows`);
  for (const note of table.notes) seam.print(`  ${note}`);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 24);
  const token = options.isDryRun ? undefined : await tokenOf(seam, options);
  const ledger = openLedger(seam.ledgersFolder, ledgerName(options, hash), options.isDryRun);
  let endpoints: Endpoints | undefined;
  try {
    requireBegun(ledger, options);
    const { department, asks } = kind;
    endpoints = await openEndpoints({ ...seam, department, asks, url });
    return await checkAndApply({
      seam,
      options,
      table,
      ledger,
      endpoints,
      token,
      keyPrefix: `import-${hash}`,
    });
  } finally {
    ledger.close();
    await endpoints?.close();
  }
}

function readTable(file: string, content: Buffer): ImportTable | Promise<ImportTable> {
  return /\.xlsx$/i.test(file) ? readXlsxTable(content) : readCsvTable(content);
}

function tokenOf({ keysFolder }: ImportSeam, { as }: ImportOptions): Promise<() => Promise<string>> {
  return createCallerToken(keysFolder, { subject: 'import', department: as, role: 'officer' });
}

/** A file is gone on with where it was begun: at the same department of this machine, or at the same address. */
function ledgerName({ kind, url }: ImportOptions, hash: string): string {
  const place = url === null ? '' : `-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
  return `${kind.department}-${kind.name}-${hash}${place}`;
}

function requireBegun(ledger: Ledger, { mustResume, file }: ImportOptions): void {
  if (!mustResume || ledger.isBegun) return;
  throw new ConfigurationError([
    `--resume: nothing of ${file} was sent before as it is now. A file that was changed is another file; leave --resume out to begin with it.`,
  ]);
}

interface Running {
  readonly seam: ImportSeam;
  readonly options: ImportOptions;
  readonly table: ImportTable;
  readonly ledger: Ledger;
  readonly endpoints: Endpoints;
  readonly token: (() => Promise<string>) | undefined;
  readonly keyPrefix: string;
}

async function checkAndApply(running: Running): Promise<number> {
  const { seam, options, ledger, endpoints, token, keyPrefix } = running;
  const { kind, concurrency } = options;
  const graph = (department: string) =>
    createGraphClient({
      department,
      url: endpoints.urlOf(department),
      sign: endpoints.signerOf(department),
      waitsMs: [500, 2_000],
    });
  const commands = await checkedCommands(running, graph);
  const rowCount = commands.reduce((count, rows) => count + rows.length, 0);
  if (!token) {
    seam.print(`dry run: all ${rowCount.toLocaleString('en-US')} rows are right; nothing was loaded`);
    return 0;
  }
  const counts = new ImportCounts(kind, rowCount, seam.print);
  try {
    const refused = await applyCommands({
      kind,
      commands,
      ledger,
      keyPrefix,
      graph,
      writer: createGraphClient({
        department: kind.department,
        url: endpoints.urlOf(kind.department),
        sign: endpoints.signerOf(kind.department),
        token,
      }),
      concurrency,
      onDone: (rows, outcome) => counts.add(rows, outcome),
      shouldStop: seam.shouldStop ?? (() => false),
    });
    if (refused.length > 0) {
      for (const line of describeProblems(refused)) seam.print(line);
      seam.print('what has to be mended goes into a file of its own: a changed file begins anew');
    }
  } finally {
    for (const line of counts.summary()) seam.print(line);
    if (!counts.isComplete) seam.print('run the same again to go on: nothing is done twice');
  }
  return counts.isComplete ? 0 : 1;
}

/** The commands of a file in which every row is right; InvalidImportError with every mistake where one is not. */
async function checkedCommands(
  { seam, options, table, ledger }: Running,
  graph: CheckContext['graph'],
): Promise<CommandRows[]> {
  const { kind, as } = options;
  const { rows, problems } = parseRows(table, kind.columns, seam.now ?? new Date());
  const commands = commandsOf(kind, rows);
  const sent = new Set<ImportRow>(
    commands.filter(([{ row }]) => isSent(ledger, row)).flatMap((command) => [...command]),
  );
  if (sent.size > 0) seam.print(`  ${sent.size.toLocaleString('en-US')} rows were sent by an earlier run`);
  const isSentRow = (row: ImportRow) => sent.has(row);
  const found = await kind.check(rows, {
    graph,
    isSent: isSentRow,
    callerDepartment: as,
    cellProblems: problems,
  });
  // A cell is one mistake: the first that was found, and not a second one for what it would have meant.
  const firsts = new Map(
    [...found, ...problems].toReversed().map((each) => [`${each.row} ${each.column}`, each]),
  );
  for (const problem of problems) firsts.set(`${problem.row} ${problem.column}`, problem);
  if (firsts.size > 0) throw new InvalidImportError([...firsts.values()]);
  return commands;
}

function isSent(ledger: Ledger, row: number): boolean {
  const progress = ledger.of(row);
  return progress !== null && progress.state !== 'refused';
}
