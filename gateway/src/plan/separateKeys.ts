import { print } from 'graphql';
import type { NormalField, NormalSelection } from './NormalOperation';

/**
 * Gives fields that stand under one key at one place, but ask for different things, different data keys. Clients may write
 * `... on A { x: level(of: 1) } ... on B { x: level(of: 2) }`; planners merge what is below `A` and `B` into one place and would ask for one.
 */
export function separateKeys(selections: readonly NormalSelection[]): void {
  separate([selections]);
}

function separate(sets: readonly (readonly NormalSelection[])[]): void {
  const byKey = new Map<string, { field: NormalField; signature: string }[]>();
  for (const set of sets) collect(set, byKey);
  for (const fields of byKey.values()) {
    const signatures = [...new Set(fields.map(({ signature }) => signature))];
    for (const { field, signature } of fields) {
      const index = signatures.indexOf(signature);
      if (index > 0) rename(field, index);
    }
    for (const wanted of signatures) {
      const nested = fields.flatMap(({ field, signature }) =>
        signature === wanted && field.selections ? [field.selections] : [],
      );
      if (nested.length > 0) separate(nested);
    }
  }
}

function collect(
  set: readonly NormalSelection[],
  byKey: Map<string, { field: NormalField; signature: string }[]>,
): void {
  for (const selection of set) {
    if (selection.kind === 'fragment') {
      collect(selection.selections, byKey);
      continue;
    }
    const signature = `${selection.name}(${selection.arguments
      .map((argument) => print(argument))
      .sort()
      .join()})`;
    const known = byKey.get(selection.dataKey);
    if (known) known.push({ field: selection, signature });
    else byKey.set(selection.dataKey, [{ field: selection, signature }]);
  }
}

function rename(field: { -readonly [K in keyof NormalField]: NormalField[K] }, index: number): void {
  field.dataKey = `_as${index}_${field.key}`;
}

const renamed = /^_as\d*_/;

/** The data key of a client's alias that would hide a field. */
export function apartKey(key: string): string {
  return `_as_${key}`;
}

/** The key in the client's answer for a key of a department's answer. */
export function answerKey(dataKey: string): string {
  return dataKey.replace(renamed, '');
}
