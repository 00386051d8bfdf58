import { useMemo } from 'react';
import { type Answer, isObject, valueAt } from '../answer/Answer';
import { nextCursor, rowsRead } from '../answer/appendPage';
import { formatValue } from '../format/formatValue';
import { useWords } from '../i18n/Language';
import type { Localized } from '../i18n/Localized';
import type { PagedList, ShapeField } from '../shape/Shape';
import type { Failures } from '../table/cellOf';
import { DataTable } from '../table/DataTable';
import { RecordView } from '../table/RecordView';
import { isAnswered, type Row, rowsOf } from '../table/rowsOf';
import type { TableSpec } from '../table/TableSpec';
import { StatusBadge } from '../ui/StatusBadge';

interface TablesProps {
  readonly answer: Answer;
  readonly specs: readonly TableSpec[];
  readonly failures: Failures;
  readonly paged: readonly PagedList[];
  readonly empty?: Readonly<Record<string, Localized>>;
  /** Reads on; left out where the answer is kept and there is nothing to read from. */
  readonly onReadOn?: (reach: 'page' | 'end', list: PagedList) => void;
}

type OneTable = Omit<TablesProps, 'specs'> & { readonly spec: TableSpec };

const samePath = (one: readonly string[], other: readonly string[] | undefined) =>
  one.join('.') === other?.join('.');

function Totals({ answer, spec }: { answer: Answer; spec: TableSpec }) {
  const words = useWords();
  const connection = spec.connection && valueAt(answer.data, spec.connection);
  if (!isObject(connection)) return null;
  const shown = spec.totals.filter(
    (field: ShapeField) => field.field !== 'totalCount' && connection[field.key] != null,
  );
  const breakdown = Array.isArray(connection.factBreakdown) ? connection.factBreakdown.filter(isObject) : [];
  if (shown.length === 0 && breakdown.length === 0) return null;
  return (
    <p className="totals">
      {shown.map((field) => (
        <span key={field.key} className="total">
          {words.labelOf([field.field])}{' '}
          <strong>
            {formatValue(words, { value: field.value ?? 'text', type: field.type }, connection[field.key])}
          </strong>
        </span>
      ))}
      {breakdown.map((part) => (
        <StatusBadge key={String(part.status)} status={String(part.status)} count={Number(part.count)} />
      ))}
    </p>
  );
}

function RowCount({ read, total }: { read: number; total?: number }) {
  const words = useWords();
  if (total !== undefined && total > read) {
    return <>{words.say('rowsOf', { n: words.number(read), total: words.number(total) })}</>;
  }
  return <>{read === 1 ? words.say('oneRow') : words.say('rows', { n: words.number(read) })}</>;
}

function ReadOn({ answer, spec, paged, onReadOn }: OneTable) {
  const words = useWords();
  const list = paged.find((each) => samePath(each.path, spec.connection));
  if (!list || !onReadOn || !nextCursor(answer, list.path)) return null;
  const { read, total } = rowsRead(answer, list.path);
  const left = total === undefined ? undefined : total - read;
  return (
    <p className="read-on">
      <button type="button" className="button" onClick={() => onReadOn('page', list)}>
        {words.say('readMore', { n: words.number(Math.min(200, left ?? 200)) })}
      </button>
      {left !== undefined && left > 200 ? (
        <button type="button" className="button" onClick={() => onReadOn('end', list)}>
          {words.say('readAll', { total: words.number(total ?? 0) })}
        </button>
      ) : null}
    </p>
  );
}

function NoRows(props: OneTable & { readonly rows: readonly Row[] }) {
  const words = useWords();
  const { spec, answer, failures, empty } = props;
  if (!isAnswered(answer, spec)) {
    const department = failures.departments.has(spec.owner) ? spec.owner : [...failures.departments][0];
    return (
      <p className="empty">
        {department
          ? words.say('notAnswering', { department: words.departmentName(department) })
          : words.say(spec.single ? 'notFoundRow' : 'missing')}
      </p>
    );
  }
  const note = empty?.[(spec.connection ?? spec.path).join('.')];
  return <p className="empty">{note ? words.text(note) : words.say('empty')}</p>;
}

function OneTableView(props: OneTable) {
  const words = useWords();
  const { spec, answer, failures } = props;
  const rows = useMemo(() => rowsOf(answer, spec), [answer, spec]);
  const counts = spec.connection ? rowsRead(answer, spec.connection) : { read: rows.length };
  const label = words.labelOf(spec.fields);
  const [first] = rows;
  return (
    <section className="answer-table" data-table={spec.id} aria-label={label}>
      <header className="answer-table-head">
        <h2>{label}</h2>
        {spec.single ? null : (
          <span className="note row-count">
            <RowCount {...counts} />
          </span>
        )}
      </header>
      <Totals answer={answer} spec={spec} />
      {rows.length === 0 ? <NoRows {...props} rows={rows} /> : null}
      {spec.single && first ? <RecordView row={first} spec={spec} failures={failures} /> : null}
      {!spec.single && first ? <DataTable spec={spec} rows={rows} failures={failures} label={label} /> : null}
      <ReadOn {...props} />
    </section>
  );
}

/** Every table of an answer, one below the other. */
export function AnswerTables({ specs, ...props }: TablesProps) {
  return (
    <div className="answer-tables">
      {specs.map((spec) => (
        <OneTableView key={spec.id} spec={spec} {...props} />
      ))}
    </div>
  );
}
