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

/** The mark of a value's truth: opened, it tells status and source. */
function RecordTruth({ row, column }: { row: Row; column: Column }) {
  const truth = truthOfCell(row, column);
  const status = truth?.computedBy ? 'DERIVED' : leadingStatus(truth);
  if (!status) return null;
  return (
    <details className="record-source">
      <summary>
        <StatusBadge status={status} brief />
      </summary>
      <div className="record-source-card">
        <TruthCard truth={truth} />
      </div>
    </details>
  );
}

function RecordValue({ row, column, failures }: { row: Row; column: Column; failures: Failures }) {
  const words = useWords();
  return (
    <div className="record-value" data-kind={column.value} data-path={column.path.join('.')}>
      <dt title={column.about}>{words.labelOf(column.fields.slice(-1))}</dt>
      <dd>
        <CellView row={row} column={column} failures={failures} />
        <RecordTruth row={row} column={column} />
      </dd>
    </div>
  );
}

/** The columns with those of one object side by side, so that its name is said once. */
function groupByObject(
  columns: readonly Column[],
): readonly { fields: readonly string[]; columns: readonly Column[] }[] {
  const groups = new Map<string, { fields: readonly string[]; columns: Column[] }>();
  for (const column of columns) {
    const fields = column.fields.slice(0, -1);
    const group = groups.get(fields.join('.')) ?? { fields, columns: [] };
    group.columns.push(column);
    groups.set(fields.join('.'), group);
  }
  return [...groups.values()];
}

/** One object of an answer: its values by department, each with its status and source. */
export function RecordView({ row, spec, failures }: RecordProps) {
  const words = useWords();
  const illustrative = leadingStatus(truthOfRow(row, spec.rowScope)) === 'ILLUSTRATIVE';
  return (
    <div className="record" data-illustrative={illustrative}>
      {groupByDepartment(spec.columns).map((department) => (
        <section key={department.owner} className="record-group" data-department={department.owner}>
          <h3>
            <DepartmentTag name={department.owner} />
          </h3>
          {groupByObject(department.columns).map((group) => (
            <div key={group.fields.join('.')} className="record-object">
              {group.fields.length > 0 ? <h4>{words.labelOf(group.fields)}</h4> : null}
              <dl>
                {group.columns.map((column) => (
                  <RecordValue key={column.id} row={row} column={column} failures={failures} />
                ))}
              </dl>
            </div>
          ))}
        </section>
      ))}
      {illustrative ? <Watermark /> : null}
    </div>
  );
}
