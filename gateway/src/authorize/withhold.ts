import {
  type NormalDefer,
  type NormalField,
  type NormalOperation,
  type NormalSelection,
  typenameField,
} from '../plan/NormalOperation';
import type { Access } from './Access';
import type { AccessTable } from './AccessTable';
import type { Withheld } from './Withheld';

/** What operations are marked by. */
interface Marking {
  readonly access: Access;
  readonly table: AccessTable;
  /** Equal for those who lack the same. */
  readonly key: string;
}

/**
 * A copy of the operation in which every field that the caller may not see, with all that is below it, says why it is
 * withheld. The answer's writer needs the whole operation; `withoutWithheld` is what departments may be asked.
 */
export function withhold(normal: NormalOperation, { access, table, key }: Marking): NormalOperation {
  const types = new Map<string, Withheld>();
  const deferred: NormalDefer[] = [];
  const mark = (
    selections: readonly NormalSelection[],
    parent: string,
    above: Withheld | undefined,
  ): NormalSelection[] =>
    selections.map((selection) =>
      selection.kind === 'field' ? field(selection, parent, above) : fragment(selection, parent, above),
    );
  const fragment = (
    selection: NormalSelection & { kind: 'fragment' },
    parent: string,
    above: Withheld | undefined,
  ): NormalSelection => {
    const selections = mark(selection.selections, selection.on ?? parent, above);
    if (!selection.defer) return { ...selection, selections };
    const defer = { ...selection.defer, selections };
    deferred.push(defer);
    return { ...selection, defer, selections };
  };
  const field = (selection: NormalField, parent: string, above: Withheld | undefined): NormalField => {
    const isTypename = selection.name === '__typename';
    // The gateway answers introspection by itself, by a setting of its own.
    if (selection.name.startsWith('__') && !isTypename) return selection;
    const coordinate = isTypename ? parent : `${parent}.${selection.name}`;
    const demands = isTypename ? table.ofType(parent) : table.ofField(parent, selection.name);
    const withheld = above ?? access.refusal(demands, coordinate) ?? undefined;
    if (isTypename) addMembers(parent);
    const type = table.typeOfField(parent, selection.name);
    const selections = selection.selections && mark(selection.selections, type ?? parent, withheld);
    return { ...selection, ...(selections && { selections }), ...(withheld && { withheld }) };
  };
  const addMembers = (union: string): void => {
    for (const member of table.membersOfUnion(union)) {
      const refusal = access.refusal(table.ofType(member), member);
      if (refusal) types.set(member, refusal);
    }
  };
  const selections = mark(normal.selections, normal.rootType, undefined);
  const ordered = normal.deferred.flatMap(({ id }) => deferred.filter((defer) => defer.id === id));
  return {
    ...normal,
    selections,
    deferred: ordered,
    key: `-${key}\n${normal.key}`,
    withholding: { key, types },
  };
}

/** What departments may be asked of an operation: the rest of it. */
export function withoutWithheld(normal: NormalOperation): NormalOperation {
  return normal.withholding ? { ...normal, selections: kept(normal.selections) } : normal;
}

function kept(selections: readonly NormalSelection[]): NormalSelection[] {
  return selections.flatMap((selection): NormalSelection[] => {
    if (selection.kind === 'field' && selection.withheld) return [];
    if (!selection.selections) return [selection];
    const selections = kept(selection.selections);
    // Without the fragment no planner would ask of an interface what its object is.
    if (selection.kind === 'fragment' && selections.length === 0) return selection.on ? [typenameField] : [];
    return [{ ...selection, selections }];
  });
}
