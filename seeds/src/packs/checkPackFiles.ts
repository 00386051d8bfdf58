import type { AnyCollection, Row } from '@lien-thong/subgraph-kit';
import type { z } from 'zod';
import type { DepartmentData } from '../departmentData';
import type { SeedProblem } from './InvalidSeedError';
import type { FilePackName } from './names';
import { type PackFile, PUBLIC_BODIES } from './readFilePack';

/** Checked rows of one pack for one collection of one department. */
export interface CheckedRows {
  readonly pack: FilePackName;
  readonly department: string;
  readonly collection: string;
  readonly rows: readonly Row[];
}

/** What a row of a pack may claim to be. */
const statusesOfPack: Readonly<Record<FilePackName, readonly string[]>> = {
  facts: ['DOCUMENT_FACT', 'DERIVED'],
  external: ['EXTERNAL_FACT', 'DERIVED'],
};

/**
 * Checks every row of every file against the schema of its collection, and ids against each other. Answers all rows and
 * all problems; where there is a problem nothing is to be loaded.
 */
export function checkPackFiles(
  files: readonly PackFile[],
  departments: readonly DepartmentData[],
): { checked: CheckedRows[]; problems: SeedProblem[] } {
  const checked: CheckedRows[] = [];
  const problems: SeedProblem[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const owners = ownersOf(file, departments);
    if (owners.length === 0) problems.push(unknownFile(file, departments));
    const [first] = owners;
    if (!first) continue;
    const rows = checkRows({ file, schema: first.definition.schema, seen }, problems);
    for (const { name } of owners) {
      checked.push({ pack: file.pack, department: name, collection: file.collection, rows });
    }
  }
  return { checked, problems };
}

function ownersOf(
  { department, collection }: PackFile,
  departments: readonly DepartmentData[],
): { name: string; definition: AnyCollection }[] {
  return departments
    .filter(({ name }) => (department === null ? collection === PUBLIC_BODIES : name === department))
    .flatMap(({ name, collections }) =>
      collections
        .filter((definition) => definition.name === collection)
        .map((definition) => ({ name, definition })),
    );
}

function unknownFile(
  { file, department, collection }: PackFile,
  departments: readonly DepartmentData[],
): SeedProblem {
  const owner = departments.find(({ name }) => name === department);
  const known = owner?.collections.map(({ name }) => name) ?? [PUBLIC_BODIES];
  const where = owner ? `the department ${owner.name}` : department ? `"${department}"` : 'all departments';
  return {
    file,
    row: null,
    reason: `there is no collection "${collection}" of ${where}. Known: ${known.join(', ')}.`,
  };
}

interface FileCheck {
  readonly file: PackFile;
  readonly schema: z.ZodType;
  /** Place of each id so far, by department, collection and id. */
  readonly seen: Map<string, string>;
}

function checkRows({ file, schema, seen }: FileCheck, problems: SeedProblem[]): Row[] {
  const rows: Row[] = [];
  file.rows.forEach((raw, at) => {
    const place = { file: file.file, row: at + 1, id: idOf(raw) };
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) problems.push({ ...place, ...describeIssue(issue, raw) });
      return;
    }
    const row = parsed.data as Row;
    problems.push(...checkRow(row, { place, file, seen }));
    rows.push(row);
  });
  return rows;
}

function checkRow(
  row: Row,
  { place, file, seen }: { place: { file: string; row: number }; file: PackFile; seen: FileCheck['seen'] },
): SeedProblem[] {
  const problems: SeedProblem[] = [];
  const key = `${file.department} ${file.collection} ${row._id}`;
  const former = seen.get(key);
  if (former) {
    problems.push({ ...place, column: '_id', reason: `"${row._id}" stands already in ${former}.` });
  }
  seen.set(key, `${place.file}, row ${place.row}`);
  const allowed = statusesOfPack[file.pack];
  if (!allowed.includes(row.provenance.status)) {
    const reason = `"${row.provenance.status}" does not belong in the pack ${file.pack}. Allowed: ${allowed.join(', ')}.`;
    problems.push({ ...place, id: row._id, column: 'provenance.status', reason });
  }
  if (row._id.startsWith('x-')) {
    const reason = 'ids that begin with x- are those of illustrative rows.';
    problems.push({ ...place, id: row._id, column: '_id', reason });
  }
  if (row.version !== 1) {
    problems.push({ ...place, id: row._id, column: 'version', reason: 'a seeded row has version 1.' });
  }
  return problems;
}

function idOf(raw: unknown): string | undefined {
  const id = typeof raw === 'object' && raw !== null && '_id' in raw ? raw._id : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Column as a.b[0].c, and the reason with what stands there. */
export function describeIssue(issue: z.core.$ZodIssue, raw: unknown): Pick<SeedProblem, 'column' | 'reason'> {
  const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = unknownKeys.length === 1 ? [...issue.path, ...unknownKeys] : issue.path;
  const column = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  if (unknownKeys.length > 0)
    return { column, reason: `there is no such column (${unknownKeys.join(', ')}).` };
  const value = valueAt(raw, issue.path);
  const shown = value === undefined ? 'nothing stands there' : `found ${shortened(JSON.stringify(value))}`;
  return { column: column || undefined, reason: `${issue.message} (${shown})` };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<PropertyKey, unknown>>)[step]
        : undefined,
    raw,
  );
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
