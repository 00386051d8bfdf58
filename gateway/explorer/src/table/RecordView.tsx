import { useWords } from '../i18n/Language';
import { DepartmentTag } from '../ui/DepartmentTag';
import { leadingStatus, StatusBadge } from '../ui/StatusBadge';
import { TruthCard } from '../ui/TruthCard';
import { Watermark } from '../ui/Watermark';
import { CellView } from './CellView';
import { type Failures, truthOfCell, truthOfRow } from './cellOf';
import type { Row } from './rowsOf';
import { groupByDepartment } from './sortRows';
import type { Column, TableSpec } from './TableSpec';

interface RecordProps {
  readonly row: Row;
  readonly spec: TableSpec;
  readonly failures: Failures;
}

function RecordValue({ row, column, failures }: { row: Row; column: Column; failures: Failures }) {
  const words = useWords();
  const truth = truthOfCell(row, column);
  const status = leadingStatus(truth);
  return (
    <div className="record-value" data-kind={column.value} data-status={status}>
      <dt title={column.about}>{words.labelOf(column.fields)}</dt>
      <dd>
        <CellView row={row} column={column} failures={failures} />
        {status ? (
          <details className="record-source">
            <summary>
              <StatusBadge status={truth?.computedBy ? 'DERIVED' : status} />
            </summary>
            <div className="record-source-card">
              <TruthCard truth={truth} />
            </div>
          </details>
        ) : null}
      </dd>
    </div>
  );
}

/** One object of an answer: its values by department, each with its status and source. */
export function RecordView({ row, spec, failures }: RecordProps) {
  const illustrative = leadingStatus(truthOfRow(row, spec.rowScope)) === 'ILLUSTRATIVE';
  return (
    <div className="record" data-illustrative={illustrative}>
      {groupByDepartment(spec.columns).map((group) => (
        <section key={group.owner} className="record-group" data-department={group.owner}>
          <h3>
            <DepartmentTag name={group.owner} />
          </h3>
          <dl>
            {group.columns.map((column) => (
              <RecordValue key={column.id} row={row} column={column} failures={failures} />
            ))}
          </dl>
        </section>
      ))}
      {illustrative ? <Watermark /> : null}
    </div>
  );
}
