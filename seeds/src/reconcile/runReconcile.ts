import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { textTable } from '../import/describeImport';
import { createGraphClient, type GraphClient } from '../import/GraphClient';

/** What `runReconcile` needs of the process it runs in. */
export interface ReconcileSeam {
  readonly env: NodeJS.ProcessEnv;
  /** The words after `npm run reconcile --`. */
  readonly words: readonly string[];
  readonly print: (line: string) => void;
}

interface Drift {
  readonly kind: string;
  readonly departments: readonly string[];
  readonly rows: ReadonlyArray<{ readonly department: string; readonly type: string; readonly id: string }>;
  readonly expected: string;
  readonly actual: string;
  readonly sentence: { readonly text: string };
}
interface Page {
  readonly compared: number;
  readonly nodes: readonly Drift[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const query = `query Reconciliation($after: String, $lang: Lang!) {
  reconciliation(first: 200, after: $after) {
    compared
    nodes { kind departments rows { department type id } expected actual sentence { text(lang: $lang) } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface ReconcileOptions {
  readonly url: string;
  readonly lang: 'VI' | 'EN';
}

function readOptions({ env, words }: ReconcileSeam): ReconcileOptions {
  const problems: string[] = [];
  const rest = words.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  const values = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) {
    const word = rest[at] ?? '';
    if (word === '--url' || word === '--lang') values.set(word, rest[at + 1] ?? '');
    else problems.push(`"${word}" is not known. Known: --url, --lang.`);
  }
  const url = values.get('--url') ?? `http://127.0.0.1:${env.PORT || 4000}/graphql`;
  if (!URL.canParse(url)) problems.push(`--url ${url}: an address as http://127.0.0.1:4000/graphql.`);
  const lang = (values.get('--lang') ?? 'en').toUpperCase();
  if (lang !== 'VI' && lang !== 'EN') problems.push(`--lang ${lang}: vi or en.`);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { url, lang: lang as ReconcileOptions['lang'] };
}

async function eachPage(client: GraphClient, lang: string, take: (page: Page) => void): Promise<void> {
  let after: string | null = null;
  do {
    const { reconciliation }: { reconciliation: Page } = await client.ask(query, { after, lang });
    take(reconciliation);
    after = reconciliation.pageInfo.hasNextPage ? reconciliation.pageInfo.endCursor : null;
  } while (after !== null);
}

function describe(drifts: readonly Drift[]): string[] {
  const rowsOf = ({ rows }: Drift) => rows.map(({ type, id }) => `${type} ${id}`).join(', ');
  return textTable(
    ['kind', 'departments', 'owner says', 'copy says', 'rows', 'in words'],
    drifts.map((drift) => [
      drift.kind,
      drift.departments.join(' / '),
      drift.expected,
      drift.actual,
      rowsOf(drift),
      drift.sentence.text,
    ]),
  );
}

/**
 * `npm run reconcile`: asks the gateway for every drift between the departments and prints them with their rows and
 * counts. Answers the exit code: 0 where all agree, 1 where anything drifts, 2 where it cannot be told, with a printed
 * code of the registry.
 */
export async function runReconcile(seam: ReconcileSeam): Promise<number> {
  const { print } = seam;
  try {
    const { url, lang } = readOptions(seam);
    const client = createGraphClient({
      department: 'the gateway',
      url,
      timeoutMs: 120_000,
      waitsMs: [1_000, 3_000],
    });
    const drifts: Drift[] = [];
    let compared = 0;
    await eachPage(client, lang, (page) => {
      drifts.push(...page.nodes);
      compared += page.compared;
    });
    for (const line of drifts.length > 0 ? describe(drifts) : []) print(line);
    const counts = new Map<string, number>();
    for (const { kind } of drifts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const [kind, count] of counts) print(`${kind}: ${count.toLocaleString('en-US')}`);
    print(
      `${compared.toLocaleString('en-US')} rows compared, ${drifts.length.toLocaleString('en-US')} drifts`,
    );
    return drifts.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : 'INTERNAL_SERVER_ERROR';
    print(`${code}: ${error.message}`);
    return 2;
  }
}
