import { useWords } from '../i18n/Language';
import { DepartmentTag } from '../ui/DepartmentTag';
import type { Sorting } from './sortRows';
import type { Column } from './TableSpec';

interface HeadProps {
  readonly groups: readonly { readonly owner: string; readonly columns: readonly Column[] }[];
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting | undefined) => void;
  readonly caption: string;
}

const numeric: ReadonlySet<string> = new Set(['money', 'integer', 'decimal']);

/** Whether a column's values stand on the right. */
export const isNumeric = (column: Column) => numeric.has(column.value) && !column.list;

function nextSorting(column: Column, sorting: Sorting | undefined): Sorting | undefined {
  const first = isNumeric(column);
  if (sorting?.columnId !== column.id) return { columnId: column.id, descending: first };
  return sorting.descending === first ? { columnId: column.id, descending: !first } : undefined;
}

function ColumnHead({ column, sorting, onSort }: { column: Column } & Pick<HeadProps, 'sorting' | 'onSort'>) {
  const words = useWords();
  const around = column.fields.slice(0, -1);
  const sorted = sorting?.columnId === column.id;
  return (
    <th
      scope="col"
      data-department={column.owner}
      data-path={column.path.join('.')}
      className={isNumeric(column) ? 'numeric' : undefined}
      aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="sort"
        title={column.about}
        onClick={() => onSort(nextSorting(column, sorting))}
      >
        <span>
          {around.length > 0 ? <span className="sort-of">{words.labelOf(around)} </span> : null}
          {words.labelOf(column.fields.slice(-1))}
        </span>
        <span className="sort-mark" aria-hidden="true" />
      </button>
    </th>
  );
}

/** Two head rows: the departments in their colours, and below each the columns that it answers for. */
export function TableHead({ groups, sorting, onSort, caption }: HeadProps) {
  const words = useWords();
  return (
    <>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th rowSpan={2} scope="col" className="status-head">
            {words.say('status')}
          </th>
          {groups.map((group) => (
            <th
              key={group.owner}
              scope="colgroup"
              colSpan={group.columns.length}
              className="department-head"
              data-department={group.owner}
            >
              <DepartmentTag name={group.owner} />
            </th>
          ))}
        </tr>
        <tr>
          {groups.flatMap((group) =>
            group.columns.map((column) => (
              <ColumnHead key={column.id} column={column} sorting={sorting} onSort={onSort} />
            )),
          )}
        </tr>
      </thead>
    </>
  );
}
