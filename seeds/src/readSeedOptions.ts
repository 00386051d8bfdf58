import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { type Tier, tiers } from './illustrative/tiers';
import { type PackName, packNames } from './packs/names';

/** What `npm run seed` was asked to do. */
export interface SeedOptions {
  readonly command: 'load' | 'check' | 'manifest';
  readonly packs: readonly PackName[];
  readonly tier: Tier;
  /** Names of the departments; all of them unless one is named. */
  readonly departments: readonly string[];
  readonly isDryRun: boolean;
  /** Leaves departments that hold any row as they are. */
  readonly onlyEmpty: boolean;
  /** manifest: compare with the committed file instead of writing it. */
  readonly isCheckOnly: boolean;
}

const commands = ['load', 'check', 'manifest'] as const;
const switches = ['--dry-run', '--if-empty', '--check'];

/**
 * Reads the words after `npm run seed --`: an optional command (load, check, manifest), `--packs a,b`, `--tier S`,
 * `--department finance`, `--if-empty`, `--dry-run`, `--check`. A flag's value may follow a space or an equals sign. Throws one
 * ConfigurationError that names all mistakes.
 */
export function readSeedOptions(words: readonly string[], known: readonly string[]): SeedOptions {
  const problems: string[] = [];
  const values = new Map<string, string>();
  const rest = words.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  let command: SeedOptions['command'] = 'load';
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const isCommand = (commands as readonly string[]).includes(word);
    if (switches.includes(word)) values.set(word, 'yes');
    else if (word === '--packs' || word === '--tier' || word === '--department') {
      values.set(word, rest[at + 1] ?? '');
      at += 1;
    } else if (isCommand && at === 0) command = word as SeedOptions['command'];
    else
      problems.push(`"${word}" is not known. Known: --packs, --tier, --department, ${switches.join(', ')}.`);
  }
  const packs = (values.get('--packs') ?? packNames.join(',')).split(',').filter(Boolean);
  for (const pack of packs) {
    if (!(packNames as readonly string[]).includes(pack)) {
      problems.push(`--packs: there is no pack "${pack}". Known: ${packNames.join(', ')}.`);
    }
  }
  if (packs.length === 0) problems.push(`--packs names no pack. Known: ${packNames.join(', ')}.`);
  const tier = values.get('--tier') ?? 'S';
  if (!(tiers as readonly string[]).includes(tier)) {
    problems.push(`--tier: there is no tier "${tier}". Known: ${tiers.join(', ')}.`);
  }
  const department = values.get('--department');
  if (department !== undefined && !known.includes(department)) {
    problems.push(`--department: there is no department "${department}". Known: ${known.join(', ')}.`);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    command,
    packs: packNames.filter((pack) => packs.includes(pack)),
    tier: tier as Tier,
    departments: department === undefined ? known : [department],
    isDryRun: values.has('--dry-run'),
    onlyEmpty: values.has('--if-empty'),
    isCheckOnly: values.has('--check'),
  };
}
