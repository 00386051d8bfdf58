import { ConfigurationError } from '@lien-thong/subgraph-kit';
import type { ImportKind } from './ImportKind';

/** What `npm run import` was asked to do. */
export interface ImportOptions {
  readonly kind: ImportKind;
  /** Path of the file; null when only the template is asked for. */
  readonly file: string | null;
  readonly isTemplate: boolean;
  readonly isDryRun: boolean;
  /** Only goes on with an import that was begun: refuses a file of which nothing was sent. */
  readonly mustResume: boolean;
  readonly url: string | null;
  /** Department that the caller works for. */
  readonly as: string;
  /** Chains that are worked on at the same time, 1 to 64. */
  readonly concurrency: number;
}

const valued = ['--department', '--kind', '--file', '--url', '--as', '--concurrency'];
const switches = ['--dry-run', '--resume', '--template'];

/** Words that follow a flag, after a space or an equals sign; mistakes are added to `problems`. */
function readFlags(words: readonly string[], problems: string[]): Map<string, string> {
  const values = new Map<string, string>();
  const rest = words.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (switches.includes(word)) values.set(word, 'yes');
    else if (valued.includes(word)) {
      values.set(word, rest[at + 1] ?? '');
      at += 1;
    } else problems.push(`"${word}" is not known. Known: ${[...valued, ...switches].join(', ')}.`);
  }
  return values;
}

function kindOf(
  values: ReadonlyMap<string, string>,
  kinds: readonly ImportKind[],
  problems: string[],
): ImportKind | undefined {
  const known = kinds.map((kind) => `${kind.department} ${kind.name}`).join(', ');
  const [department, name] = [values.get('--department'), values.get('--kind')];
  const kind = kinds.find(
    (each) => each.name === name && each.department === (department ?? each.department),
  );
  if (!kind) {
    problems.push(`--department ${department ?? '(none)'} --kind ${name ?? '(none)'}: known are ${known}.`);
  }
  return kind;
}

/**
 * Reads the words after `npm run import --`. Throws one ConfigurationError that names all mistakes.
 */
export function readImportOptions(words: readonly string[], kinds: readonly ImportKind[]): ImportOptions {
  const problems: string[] = [];
  const values = readFlags(words, problems);
  const kind = kindOf(values, kinds, problems);
  const file = values.get('--file') || null;
  const isTemplate = values.has('--template');
  if (!file && !isTemplate) problems.push('--file is missing: the .csv or .xlsx file to import.');
  if (file && !/\.(csv|xlsx)$/i.test(file)) problems.push(`--file ${file}: it ends with .csv or .xlsx.`);
  const departments = [...new Set(kinds.map((each) => each.department))];
  const as = values.get('--as') ?? kind?.department ?? '';
  if (kind && !departments.includes(as)) problems.push(`--as ${as}: known are ${departments.join(', ')}.`);
  const concurrency = values.get('--concurrency') ?? '8';
  if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(concurrency)) {
    problems.push(`--concurrency ${concurrency}: a whole number from 1 to 64.`);
  }
  if (problems.length > 0 || !kind) throw new ConfigurationError(problems);
  return {
    kind,
    file,
    isTemplate,
    as,
    isDryRun: values.has('--dry-run'),
    mustResume: values.has('--resume'),
    url: values.get('--url') || null,
    concurrency: Number(concurrency),
  };
}
