import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './World';

/** A JSON object. */
export type Json = Record<string, unknown>;

const folder = join(__dirname, '..', '..', '..', 'schema', 'questions');

/** Whether that is a JSON object, not a list. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at that path of keys. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((below, key) => (isJson(below) ? below[key] : undefined), value);
}

/**
 * Asks the gateway a saved question as its author wrote it, without the page, and with every amount as the graph
 * itself words it (`shown`).
 */
export async function askQuestion({ city }: World, slug: string, variables: Json = {}): Promise<Json> {
  const source = readFileSync(join(folder, `${slug}.graphql`), 'utf8');
  const worded = source.replaceAll(/\{ amount\b/g, '{ shown: formatted(lang: VI) amount');
  const answer = await city.ask(worded, variables);
  if (!isJson(answer.data)) throw new Error(`${slug}: ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

/** How the page shows a value of the answer in Vietnamese; undefined for kinds that this check leaves out. */
export function shownInVietnamese(value: unknown): string | undefined {
  if (value === null) return 'nguồn không nêu';
  if (isJson(value) && typeof value.shown === 'string') return value.shown;
  if (isJson(value) && typeof value.vi === 'string') return value.vi;
  if (typeof value === 'number') return String(value).replace(/\B(?=(\d{3})+$)/g, '.');
  if (typeof value !== 'string') return undefined;
  // An instant is shown in the time of Hanoi, which is checked elsewhere.
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const quarter = /^(\d{4})-Q([1-4])$/.exec(value);
  if (quarter) return `Quý ${['I', 'II', 'III', 'IV'][Number(quarter[2]) - 1]}/${quarter[1]}`;
  // Digits may be a decimal, which is shown with separators, or a code, which is not: both are left to other tests.
  if (/^\d+(\.\d+)?$/.test(value)) return undefined;
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (date) return `${date[3]}/${date[2]}/${date[1]}`;
  // Codes of enums are shown as words.
  return /^[A-Z][A-Z_]*$/.test(value) ? undefined : value;
}
