import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { foldText } from '../format/foldText';
import { useWords } from '../i18n/Language';
import { Watermark } from '../ui/Watermark';
import { CellTip, useCellTip } from './CellTip';
import { cellText } from './CellView';
import { type Failures, isIllustrative, truthBesideRow } from './cellOf';
import { RowDetails } from './RowDetails';
import type { Row } from './rowsOf';
import { groupByDepartment, type Sorting, sortRows } from './sortRows';
import { TableHead } from './TableHead';
import { TableRow } from './TableRow';
import type { Column, TableSpec } from './TableSpec';

/** From so many rows on, only those in sight are drawn. */
const virtualFrom = 120;
/** Height of a row in pixels where only those in sight are drawn: one line each. */
const virtualRowHeight = 44;

const widthByKind: Readonly<Record<string, number>> = {
  money: 158,
  localized: 250,
  text: 190,
  id: 160,
  enum: 150,
  date: 124,
  instant: 168,
  period: 208,
  unit: 110,
  timePeriod: 112,
  decimal: 116,
  integer: 110,
  boolean: 90,
  url: 200,
};

/** The width of a column in pixels: by what it holds, so that a table never jumps while it is read on. */
function widthOf(column: Column, oneLine: boolean): number {
  if (column.nested) return 230;
  // An amount is never cut: on one line it needs room for "more than VND 106.8 billion".
  if (column.value === 'money' && oneLine) return 232;
  return widthByKind[column.value] ?? 180;
}

function useShownRows(
  props: TableProps,
  columns: readonly Column[],
  { search, sorting }: { readonly search: string; readonly sorting: Sorting | undefined },
) {
  const words = useWords();
  const { rows, failures } = props;
  return useMemo(() => {
    const wanted = foldText(search);
    const matching = wanted
      ? rows.filter((row) =>
          foldText(columns.map((column) => cellText(words, [row, column], failures)).join(' ')).includes(
            wanted,
          ),
        )
      : rows;
    const column = columns.find((each) => each.id === sorting?.columnId);
    return column && sorting
      ? sortRows(matching, [column, sorting], { failures, language: words.language })
      : matching;
  }, [rows, columns, search, sorting, failures, words]);
}

interface TableProps {
  readonly spec: TableSpec;
  readonly rows: readonly Row[];
  readonly failures: Failures;
  readonly label: string;
}

interface BodyProps {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly spec: TableSpec;
  readonly failures: Failures;
  readonly onOpen: (row: Row) => void;
}

const Spacer = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null;

function VirtualBody({
  scroller,
  ...props
}: BodyProps & { readonly scroller: RefObject<HTMLDivElement | null> }) {
  const virtual = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => virtualRowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const span = props.columns.length + 1;
  return (
    <tbody>
      <Spacer height={items[0]?.start ?? 0} span={span} />
      {items.map(({ index }) => {
        const row = props.rows[index];
        return row ? <TableRow key={index} {...props} row={row} index={index} /> : null;
      })}
      <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} span={span} />
    </tbody>
  );
}

const WholeBody = (props: BodyProps) => (
  <tbody>
    {props.rows.map((row, index) => (
      <TableRow key={row.path.join('/')} {...props} row={row} index={index} />
    ))}
  </tbody>
);

function RowFilter(props: { readonly value: string; readonly onChange: (text: string) => void }) {
  const words = useWords();
  return (
    <input
      type="search"
      className="input row-filter"
      aria-label={words.say('filterRows')}
      placeholder={words.say('filterRows')}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

/** A table of an answer: sortable, its columns grouped by department, the source of each value a hover or tap away. */
export function DataTable(props: TableProps) {
  const { spec, failures } = props;
  const [sorting, setSorting] = useState<Sorting>();
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<Row>();
  const scroller = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupByDepartment(spec.columns), [spec]);
  const columns = useMemo(() => groups.flatMap((group) => group.columns), [groups]);
  const rows = useShownRows(props, columns, { search, sorting });
  const tip = useCellTip(rows, columns);
  const virtual = rows.length >= virtualFrom;
  const marked = rows.some((row) => isIllustrative(truthBesideRow(row, columns, spec.rowScope)));
  const body = { rows, columns, spec, failures, onOpen: setOpened };
  return (
    <div className="table-block">
      {props.rows.length > 12 ? <RowFilter value={search} onChange={setSearch} /> : null}
      <section
        className="table-scroller"
        data-virtual={virtual}
        data-illustrative={marked}
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={props.label}
        {...tip.handlers}
      >
        <table className="data-table" aria-rowcount={rows.length + 2}>
          <colgroup>
            <col style={{ width: 124 }} />
            {columns.map((column) => (
              <col key={column.id} style={{ width: widthOf(column, virtual) }} />
            ))}
          </colgroup>
          <TableHead groups={groups} sorting={sorting} onSort={setSorting} caption={props.label} />
          {virtual ? <VirtualBody {...body} scroller={scroller} /> : <WholeBody {...body} />}
        </table>
      </section>
      {marked ? <Watermark /> : null}
      <CellTip tip={tip} />
      {opened ? (
        <RowDetails row={opened} spec={spec} failures={failures} onClose={() => setOpened(undefined)} />
      ) : null}
    </div>
  );
}
