import { codedError, departments, type ErrorCode, type ListedOperation } from '@lien-thong/schema';
import type { FreezeRequest, FrozenContent, FrozenPage, Json } from './FrozenAnswer';

/** What executes an operation as a caller without any rights: what is kept is public. */
export type Execute = (request: { readonly query: string; readonly variables?: Json }) => Promise<{
  readonly data?: Json | null;
  readonly errors?: readonly unknown[];
  readonly extensions?: { readonly stale?: unknown };
}>;

type Versions = FrozenContent['dataVersions'];

const versionsQuery = `query DataVersions {
${departments.map(({ name }) => `  ${name}: ${name}Dataset { dataVersion }`).join('\n')}
}`;

/** The operation of its own that this asks, whatever else may be asked. */
export const dataVersions: ListedOperation = {
  id: 'explorer/dataVersions',
  name: 'DataVersions',
  type: 'query',
  body: versionsQuery,
};

async function readVersions(execute: Execute): Promise<Versions> {
  const { data } = await execute({ query: versionsQuery });
  const versionOf = (dataset: unknown): string | null => {
    const version = (dataset as { dataVersion?: unknown } | null | undefined)?.dataVersion;
    return typeof version === 'string' ? version : null;
  };
  return Object.fromEntries(departments.map(({ name }) => [name, versionOf(data?.[name])]));
}

/** Who may not ask now, or may not ask this, gets no answer that could be kept. */
const refusals: ReadonlySet<unknown> = new Set(['OPERATION_NOT_LISTED', 'RATE_LIMITED', 'OVERLOADED']);

function refuseWhatNobodyAnswered(errors: readonly unknown[] = []): void {
  const codes = errors.map((error) => (error as { extensions?: { code?: unknown } }).extensions?.code);
  const refusal = codes.find((code) => refusals.has(code));
  if (refusal !== undefined) throw codedError(refusal as ErrorCode);
}

async function readPages(execute: Execute, request: FreezeRequest): Promise<readonly FrozenPage[]> {
  const pages: FrozenPage[] = [];
  // One after the other: the pages of an answer are read as a person would, not as a burst.
  for (const variables of request.pages) {
    const { data = null, errors, extensions } = await execute({ query: request.query, variables });
    // What is cited for ever says how things are, not how they were when a department last answered.
    if (extensions?.stale) throw codedError('DEPARTMENT_UNAVAILABLE');
    if (data === null) refuseWhatNobodyAnswered(errors);
    pages.push({ variables, data, ...(errors?.length ? { errors } : {}) });
  }
  return pages;
}

const same = (one: Versions, other: Versions) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Runs the query once more, page by page, and gives the content to keep: the gateway's own answer, never what a client
 * says it was. Where the data changes meanwhile, it is read once again, and then marked.
 */
export async function freezeAnswer(execute: Execute, request: FreezeRequest): Promise<FrozenContent> {
  const { question, query } = request;
  let before = await readVersions(execute);
  for (let attempt = 1; ; attempt += 1) {
    const pages = await readPages(execute, request);
    const after = await readVersions(execute);
    const content = { ...(question ? { question } : {}), query, pages, dataVersions: after };
    if (same(before, after)) return content;
    if (attempt === 2) return { ...content, changedWhileRead: true };
    before = after;
  }
}
