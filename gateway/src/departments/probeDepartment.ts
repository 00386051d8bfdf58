import { isRecord } from '../isRecord';
import type { DepartmentClient } from './DepartmentClient';
import { DepartmentFailure } from './DepartmentFailure';

/** What is known of a department's database. */
export interface DatabaseState {
  readonly reachable: boolean;
  readonly engine: string | null;
  readonly version: string | null;
}

/** What one department said when it was asked whether it is ready. */
export interface DepartmentState {
  readonly name: string;
  /** `up` answers and has its database; `degraded` answers but says that it is not ready; `down` does not answer. */
  readonly status: 'up' | 'degraded' | 'down';
  /** Why it is not `up`; names no address. */
  readonly reason?: string;
  readonly database?: DatabaseState;
}

/**
 * Asks a department's `/ready`; a subgraph that has none is asked for its `__typename` instead. Never rejects.
 */
export async function probeDepartment(
  client: DepartmentClient,
  deadlineMs: number,
): Promise<DepartmentState> {
  const { name } = client;
  try {
    const { status, text } = await client.ask({ method: 'GET', path: '/ready' }, deadlineMs);
    const database = databaseIn(text);
    if (database === undefined && status !== 503) return await probeGraphQL(client, deadlineMs);
    if (status < 400) return { name, status: 'up', database };
    const reason =
      database?.reachable === false ? 'its database does not answer' : 'it says that it is not ready';
    return { name, status: 'degraded', reason, database };
  } catch (error) {
    const reason = error instanceof DepartmentFailure ? error.reason : 'unreachable';
    return { name, status: 'down', reason };
  }
}

async function probeGraphQL(client: DepartmentClient, deadlineMs: number): Promise<DepartmentState> {
  const { status, text } = await client.ask(
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    },
    deadlineMs,
  );
  const answers = status < 500 && isRecord(parsed(text));
  return answers
    ? { name: client.name, status: 'up' }
    : { name: client.name, status: 'down', reason: `status ${status}` };
}

function databaseIn(text: string): DatabaseState | undefined {
  const body = parsed(text);
  const database = isRecord(body) ? body.database : undefined;
  if (!isRecord(database)) return undefined;
  const { reachable, engine, version } = database;
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { reachable: reachable === true, engine: textOrNull(engine), version: textOrNull(version) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
