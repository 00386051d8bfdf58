import type { NormalOperation, NormalSelection } from '../plan/NormalOperation';
import type { AccessTable } from './AccessTable';

/** The rules that anything in the operation demands, members of unions whose names may be asked among them; sorted. */
export function demandsOfOperation(normal: NormalOperation, table: AccessTable): readonly number[] {
  const found = new Set<number>();
  const add = (demands: Iterable<number>): void => {
    for (const rule of demands) found.add(rule);
  };
  const walk = (selections: readonly NormalSelection[], parent: string): void => {
    for (const selection of selections) {
      if (selection.kind === 'fragment') {
        walk(selection.selections, selection.on ?? parent);
      } else if (selection.name.startsWith('__')) {
        if (selection.name !== '__typename') continue;
        add(table.ofType(parent));
        for (const member of table.membersOfUnion(parent)) add(table.ofType(member));
      } else {
        add(table.ofField(parent, selection.name));
        const type = table.typeOfField(parent, selection.name);
        if (selection.selections && type !== undefined) walk(selection.selections, type);
      }
    }
  };
  walk(normal.selections, normal.rootType);
  return [...found].sort((a, b) => a - b);
}
