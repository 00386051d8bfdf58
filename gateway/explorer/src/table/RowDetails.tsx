import { useEffect, useRef } from 'react';
import { isObject, valueAt } from '../answer/Answer';
import { formatMoneyInFull } from '../format/formatMoney';
import { useWords } from '../i18n/Language';
import { DepartmentTag } from '../ui/DepartmentTag';
import { TruthCard } from '../ui/TruthCard';
import { CellView } from './CellView';
import { type Failures, truthOfCell, truthOfRow } from './cellOf';
import { nestedRowsOf, type Row } from './rowsOf';
import { groupByDepartment } from './sortRows';
import type { Column, TableSpec } from './TableSpec';

interface DetailsProps {
  readonly row: Row;
  readonly spec: TableSpec;
  readonly failures: Failures;
}

function InFull({ row, column }: { row: Row; column: Column }) {
  const words = useWords();
  const value = valueAt(row.object, column.path);
  if (column.value !== 'money' || column.list || value === null || value === undefined) return null;
  const amount = Number(isObject(value) ? value.amount : value);
  return <span className="note"> {formatMoneyInFull(amount, words.language)}</span>;
}

function Value({ row, column, failures }: { row: Row; column: Column; failures: Failures }) {
  const words = useWords();
  const truth = truthOfCell(row, column);
  const own = truth?.computedBy || column.scope?.path.length ? truth : undefined;
  return (
    <div className="detail">
      <dt>{words.labelOf(column.fields)}</dt>
      <dd>
        <CellView row={row} column={column} failures={failures} />
        <InFull row={row} column={column} />
        {own ? (
          <details className="detail-source">
            <summary>{words.say('source')}</summary>
            <TruthCard truth={own} />
          </details>
        ) : null}
      </dd>
    </div>
  );
}

function NestedRows({ row, column, failures }: { row: Row; column: Column; failures: Failures }) {
  const words = useWords();
  const spec = column.nested;
  if (!spec) return null;
  const rows = nestedRowsOf(row, spec);
  if (rows.length === 0) return null;
  return (
    <section className="nested">
      <h3>
        {words.labelOf(column.fields)} <span className="note">{words.say('rows', { n: rows.length })}</span>
      </h3>
      <ol>
        {rows.map((each) => (
          <li key={each.path.join('/')}>
            <dl>
              {spec.columns.map((inner) =>
                inner.nested ? null : <Value key={inner.id} row={each} column={inner} failures={failures} />,
              )}
            </dl>
            {spec.columns.map((inner) => (
              <NestedRows key={inner.id} row={each} column={inner} failures={failures} />
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Everything that is known of one row: each value in full, each source, and the tables inside it. */
export function RowContent({ row, spec, failures }: DetailsProps) {
  return (
    <>
      <TruthCard truth={truthOfRow(row, spec.rowScope)} />
      {groupByDepartment(spec.columns.filter((column) => !column.nested)).map((group) => (
        <section key={group.owner} className="detail-group" data-department={group.owner}>
          <h3>
            <DepartmentTag name={group.owner} />
          </h3>
          <dl>
            {group.columns.map((column) => (
              <Value key={column.id} row={row} column={column} failures={failures} />
            ))}
          </dl>
        </section>
      ))}
      {spec.columns.map((column) => (
        <NestedRows key={column.id} row={row} column={column} failures={failures} />
      ))}
    </>
  );
}

/** The details of a row in a panel at the side. */
export function RowDetails(props: DetailsProps & { readonly onClose: () => void }) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="drawer" aria-label={words.say('details')} onClose={props.onClose}>
      <header className="drawer-head">
        <h2>{words.say('details')}</h2>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {words.say('close')}
        </button>
      </header>
      <RowContent {...props} />
    </dialog>
  );
}
