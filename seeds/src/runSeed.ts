import { isDatabaseOutage } from '@lien-thong/subgraph-kit';
import { checkData } from './check/checkData';
import { readerOfDatabases } from './check/DataReader';
import { departmentData } from './departmentData';
import { createProgress } from './load/createProgress';
import { describeReports } from './load/describeReports';
import { loadPacks } from './load/loadPacks';
import { seedIfEmpty } from './load/seedIfEmpty';
import { staleParts, writeManifest } from './manifest/manifestFile';
import { openDepartments } from './openDepartments';
import { readSeedOptions, type SeedOptions } from './readSeedOptions';

/** What `runSeed` needs of the process it runs in. */
export interface SeedSeam {
  readonly env: NodeJS.ProcessEnv;
  /** The words after `npm run seed --`. */
  readonly words: readonly string[];
  /** Folder that holds `facts/`, `external/` and `manifest.json`. */
  readonly root: string;
  readonly print: (line: string) => void;
}

/**
 * `npm run seed`: loads packs, checks what is loaded, or keeps the manifest. Answers the exit code: 0, or 1 where something
 * is wrong, with a printed code of the registry and every mistake named.
 */
export async function runSeed(seam: SeedSeam): Promise<number> {
  try {
    const known = departmentData.map(({ name }) => name);
    const options = readSeedOptions(seam.words, known);
    if (options.command === 'manifest') return await keepManifest(seam, options);
    return options.command === 'check' ? await check(seam) : await loadInto(seam, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    seam.print(`${codeOf(error)}: ${error.message}`);
    return 1;
  }
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const isOutage: boolean = isDatabaseOutage(error);
  return isOutage ? 'DATABASE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
}

async function loadInto({ env, root, print }: SeedSeam, options: SeedOptions): Promise<number> {
  const { packs, tier, isDryRun } = options;
  const wanted = departmentData.filter(({ name }) => options.departments.includes(name));
  const open = await openDepartments(wanted, { env, log: print });
  const startedAt = Date.now();
  try {
    const load = options.onlyEmpty ? seedIfEmpty : loadPacks;
    const reports = await load({ packs, tier, root }, open.departments, {
      isDryRun,
      onProgress: createProgress(print),
      departments: departmentData,
    });
    for (const line of describeReports(reports)) print(line);
  } finally {
    await open.close();
  }
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
  const what = `packs ${packs.join(', ')}${packs.includes('illustrative') ? `, tier ${tier}` : ''}`;
  print(`${isDryRun ? 'dry run, nothing written' : 'loaded'}: ${what}, in ${seconds} s`);
  return 0;
}

/** Findings that are printed one by one; the rest is counted. */
const SHOWN_FINDINGS = 50;

async function check({ env, print }: SeedSeam): Promise<number> {
  const open = await openDepartments(departmentData, { env, log: print });
  try {
    const findings = await checkData(readerOfDatabases(open.departments));
    for (const [rule, rows] of findings.checks) {
      const broken = findings.broken.filter((finding) => finding.rule === rule).length;
      print(
        `${broken === 0 ? 'holds ' : 'BROKEN'}  ${rule} (${rows.toLocaleString('en-US')} rows${broken > 0 ? `, ${broken} broken` : ''})`,
      );
    }
    for (const { rule, id, detail } of findings.broken.slice(0, SHOWN_FINDINGS))
      print(`  ${id}: ${rule}: ${detail}`);
    print(
      findings.broken.length === 0
        ? 'every invariant holds'
        : `${findings.broken.length} rows break an invariant`,
    );
    return findings.broken.length === 0 ? 0 : 1;
  } finally {
    await open.close();
  }
}

async function keepManifest({ root, print }: SeedSeam, { isCheckOnly }: SeedOptions): Promise<number> {
  if (!isCheckOnly) {
    await writeManifest(root, departmentData);
    print('seeds/manifest.json written');
    return 0;
  }
  const stale = await staleParts(root, departmentData);
  if (stale.length === 0) print('seeds/manifest.json is up to date');
  else {
    print(
      'STALE_FILE: seeds/manifest.json is not what the generator makes; run npm run seed:manifest. Differs at:',
    );
    for (const path of stale.slice(0, 20)) print(`  ${path}`);
  }
  return stale.length === 0 ? 0 : 1;
}
