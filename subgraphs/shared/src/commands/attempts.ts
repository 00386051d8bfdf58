import { createHash } from 'node:crypto';
import type { Db } from 'mongodb';
import { isDuplicateKey } from '../connectMongo';
import { attemptsName } from './journal';

/** The place at which attempt n of a command may land. */
export interface Attempt {
  readonly _id: string;
  readonly inputHash: string;
  /** Id of the journal entry. */
  readonly target: string;
  readonly at: Date;
}

const attemptId = (key: string, n: number): string => `${key}#${n}`;

/** Stable text of a value: keys sorted, `undefined` and null left out, so that an omitted and a null field are one input. */
function canonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, canonical(field)]),
  );
}

/** Hash of a command's input; equal inputs have equal hashes, whatever the order of their fields. */
export function inputHashOf(input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(input)) ?? '')
    .digest('base64url');
}

/** The newest attempt of a key with its number; null when the key is new. */
export async function latestAttempt(
  db: Db,
  key: string,
): Promise<{ attempt: Attempt; number: number } | null> {
  let latest: { attempt: Attempt; number: number } | null = null;
  for (let number = 1; ; number += 1) {
    const attempt = await db.collection<Attempt>(attemptsName).findOne({ _id: attemptId(key, number) });
    if (!attempt) return latest;
    latest = { attempt, number };
  }
}

/** Records attempt n of a key. False when another caller recorded it first: read it, and follow its target. */
export async function recordAttempt(
  db: Db,
  attempt: { key: string; number: number; inputHash: string; target: string; at: Date },
): Promise<boolean> {
  const { key, number, inputHash, target, at } = attempt;
  try {
    await db
      .collection<Attempt>(attemptsName)
      .insertOne({ _id: attemptId(key, number), inputHash, target, at });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
