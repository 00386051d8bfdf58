import { memo } from 'react';
import { useWords } from '../i18n/Language';
import { leadingStatus, StatusBadge } from '../ui/StatusBadge';
import { CellView } from './CellView';
import { type Failures, truthBesideRow } from './cellOf';
import type { Row as TableRowData } from './rowsOf';
import { isNumeric } from './TableHead';
import type { Column, TableSpec } from './TableSpec';

interface RowProps {
  readonly row: TableRowData;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly spec: TableSpec;
  readonly failures: Failures;
  readonly onOpen: (row: TableRowData) => void;
}

function Row({ row, index, columns, spec, failures, onOpen }: RowProps) {
  const words = useWords();
  const status = leadingStatus(truthBesideRow(row, columns, spec.rowScope));
  return (
    <tr aria-rowindex={index + 3} data-status={status} data-row={index}>
      <td className="status-cell">
        <button type="button" className="row-open" onClick={() => onOpen(row)}>
          {status ? <StatusBadge status={status} /> : words.say('details')}
          <span className="visually-hidden">
            {status ? ` ${words.say('details')}` : ''} {index + 1}
          </span>
        </button>
      </td>
      {columns.map((column, at) => (
        <td key={column.id} data-column={at} className={isNumeric(column) ? 'numeric' : undefined}>
          <CellView row={row} column={column} failures={failures} />
        </td>
      ))}
    </tr>
  );
}

/** One row: its status, which opens the details, and its values. Drawn once: scrolling draws only the rows that come. */
export const TableRow = memo(Row);
