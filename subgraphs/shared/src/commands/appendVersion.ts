import type { Db } from 'mongodb';
import { isDuplicateKey } from '../connectMongo';
import type { Caller } from '../context';
import { encodeFields } from '../encodeRow';
import type { CitationRecord, Row } from '../records';
import { type Attempt, latestAttempt, recordAttempt } from './attempts';
import { changesBetween } from './changes';
import {
  type Aggregate,
  entryId,
  findEntry,
  headFrom,
  type JournalEntry,
  journalName,
  type SideRow,
} from './journal';
import type { KeyedQueue } from './keyedQueue';
import { type CollectionsByName, projectEntry } from './project';
import { refuse } from './refusal';

/** Where versions are written. */
export interface JournalPorts {
  readonly db: Db;
  readonly queue: KeyedQueue;
  readonly collections: CollectionsByName;
  /** Told what became of each version; `lost` where another was first, and it is tried again. */
  readonly onVersion?: (outcome: 'appended' | 'replayed' | 'lost') => void;
}

/** What a decision gives: the state after the command (its version is set here) and further read rows. */
export interface Decision<T extends Row> {
  readonly state: Omit<T, 'version'>;
  readonly rows?: readonly SideRow[];
  /** The document that the change rests on, where only deciding finds it. */
  readonly citation?: CitationRecord | null;
}

/** One version to append. */
export interface Append<T extends Row> {
  readonly aggregate: Aggregate<T>;
  readonly entityId: string;
  /** Name of the mutation or of its step; also the scope of the key. */
  readonly command: string;
  /** The client's idempotency key, with `/step` for a step of several. */
  readonly key: string;
  readonly inputHash: string;
  readonly caller: Caller;
  readonly at: Date;
  readonly citation?: CitationRecord | null;
  /** The version that the client saw; VERSION_CONFLICT when the entity has another. */
  readonly expectedVersion?: number | null;
  /**
   * Checks the invariants on the current state (null: no such entity) and gives the next one, or throws
   * `CommandRefused`. May run several times, and must not write.
   */
  readonly decide: (current: T | null) => Decision<T> | Promise<Decision<T>>;
}

/** The version that a command made, now or the first time. */
export interface Appended<T extends Row> {
  readonly entry: JournalEntry<T>;
  readonly replayed: boolean;
}

/**
 * Appends one version, exactly once for its command and key. Refusals are thrown and write nothing:
 * IDEMPOTENCY_MISMATCH for a key that was used with another input, VERSION_CONFLICT, and what `decide` throws.
 */
export function appendVersion<T extends Row>(ports: JournalPorts, append: Append<T>): Promise<Appended<T>> {
  return ports.queue.run(`${append.aggregate.type}:${append.entityId}`, () => land(ports, append));
}

/** Each lost round means that another command landed; so many in a row mean that something else is wrong. */
const maxRounds = 200;

async function land<T extends Row>(ports: JournalPorts, append: Append<T>): Promise<Appended<T>> {
  const scopedKey = `${append.command}/${append.key}`;
  let last = await latestAttempt(ports.db, scopedKey);
  for (let round = 1; round <= maxRounds; round += 1) {
    if (last && last.attempt.inputHash !== append.inputHash)
      refuse('IDEMPOTENCY_MISMATCH', { path: 'idempotencyKey' });
    const taken = last && (await findEntry<T>(ports.db, last.attempt.target));
    if (taken?.key === scopedKey) {
      await project(ports, append, taken);
      ports.onVersion?.('replayed');
      return { entry: taken, replayed: true };
    }
    const base = await currentState(ports, append);
    const target = entryId(append.aggregate.type, append.entityId, (base?.version ?? 0) + 1);
    // The open place of an attempt is used as it is: a second attempt beside it could let the command land twice.
    const open: Attempt | null = last && !taken ? last.attempt : null;
    if (open && open.target !== target) {
      last = await latestAttempt(ports.db, scopedKey);
      continue;
    }
    const decided = await decidedEntry(append, base, scopedKey);
    if (!open) {
      const number = (last?.number ?? 0) + 1;
      const { inputHash, at } = append;
      if (!(await recordAttempt(ports.db, { key: scopedKey, number, inputHash, target, at }))) {
        last = await latestAttempt(ports.db, scopedKey);
        continue;
      }
      last = { number, attempt: { _id: '', inputHash, target, at } };
    }
    if (await insertEntry(ports.db, decided)) {
      await project(ports, append, decided);
      ports.onVersion?.('appended');
      return { entry: decided, replayed: false };
    }
    ports.onVersion?.('lost');
  }
  throw new Error(`${scopedKey} found no free version of ${append.aggregate.type}:${append.entityId}`);
}

/** The newest state: the projection, or the head of the chain where the projection lags (and is then repaired). */
async function currentState<T extends Row>(ports: JournalPorts, append: Append<T>): Promise<T | null> {
  const { aggregate, entityId } = append;
  const row = (await ports.db
    .collection<Row>(aggregate.collection.name)
    .findOne({ _id: entityId })) as unknown as (T & Record<string, unknown>) | null;
  // Derived fields are computed again with every write; they are no part of the state, nor of its history.
  for (const field of Object.keys((row && aggregate.collection.derive?.(row)) ?? {})) delete row?.[field];
  const head = await headFrom(ports.db, aggregate, { entityId, version: (row?.version ?? 0) + 1 });
  if (!head) return row;
  await project(ports, append, head);
  return head.state;
}

async function decidedEntry<T extends Row>(
  append: Append<T>,
  base: T | null,
  key: string,
): Promise<JournalEntry<T>> {
  const { aggregate, entityId, command, caller, at, expectedVersion } = append;
  if (base && expectedVersion != null && base.version !== expectedVersion) {
    refuse('VERSION_CONFLICT', {
      path: 'expectedVersion',
      message: {
        vi: `Bản ghi đang ở phiên bản ${base.version}, không phải ${expectedVersion}. Hãy đọc lại rồi gửi phiên bản mới.`,
        en: `The row is at version ${base.version}, not ${expectedVersion}. Read it again and send its version.`,
      },
    });
  }
  const { state, rows = [], citation } = await append.decide(base);
  const version = (base?.version ?? 0) + 1;
  const next = { ...state, version } as unknown as T;
  // A row that a command has changed is no longer the seed's own: seeding again must leave it alone.
  delete next.seed;
  return {
    _id: entryId(aggregate.type, entityId, version),
    type: aggregate.type,
    entityId,
    version,
    command,
    key,
    caller,
    at,
    citation: append.citation ?? citation ?? null,
    changes: changesBetween(base, next),
    state: next,
    rows,
  };
}

async function insertEntry<T extends Row>(db: Db, entry: JournalEntry<T>): Promise<boolean> {
  try {
    await db.collection(journalName).insertOne(encodeFields({ ...entry }) as never);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function project<T extends Row>(
  ports: JournalPorts,
  append: Append<T>,
  entry: JournalEntry<T>,
): Promise<void> {
  return projectEntry(ports, entry as unknown as JournalEntry, append.aggregate.collection.name);
}
