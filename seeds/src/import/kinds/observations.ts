import { departments } from '@lien-thong/schema';
import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { wrongDocuments } from './documents';
import { checkFigures, type IndicatorFacts } from './figures';

const missing = new Set(['L', 'M']);

function rowMistakes({ row, values }: ImportRow): ImportProblem[] {
  const { value, upper_value: upper, status, numerator, denominator } = values;
  const problems: ImportProblem[] = [];
  const add = (column: string, reason: string) => problems.push({ row, column, reason });
  if (missing.has(String(status)) && value !== null)
    add('value', `a missing figure (${status}) has no value`);
  if (!missing.has(String(status)) && value === null)
    add('value', 'a value is needed unless the status is L or M');
  if (upper !== null && value !== null && Number(upper) < Number(value)) {
    add('upper_value', `the upper end is not below the value ${value} (found ${upper})`);
  }
  if ((numerator === null) !== (denominator === null)) {
    add(numerator === null ? 'numerator' : 'denominator', 'numerator and denominator belong together');
  }
  if ((values.document_id === null) !== (values.clause === null)) {
    add(values.clause === null ? 'clause' : 'document_id', 'document_id and clause belong together');
  }
  return problems;
}

function foreign(
  { row, values }: ImportRow,
  indicators: ReadonlyMap<string, IndicatorFacts>,
  callerDepartment: string,
): ImportProblem[] {
  const indicator = indicators.get(String(values.indicator_id));
  const body = departments.find(({ name }) => name === callerDepartment)?.publicBodyId;
  if (!indicator || indicator.steward.id === body) return [];
  const reason = `only ${indicator.steward.id} may record results of ${indicator.code}; the caller works for ${callerDepartment} (--as)`;
  return [{ row, column: 'indicator_id', reason }];
}

/** From the second figure of a place on, a figure revises the one before and says why. */
function unexplained(rows: readonly ImportRow[]): ImportProblem[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ row, values }): ImportProblem[] => {
    const key = JSON.stringify([values.indicator_id, values.period, values.scope_id]);
    const first = seen.get(key);
    seen.set(key, row);
    if (first === undefined || values.reason_vi !== null) return [];
    return [
      { row, column: 'reason_vi', reason: `a revision needs a reason; row ${first} has a figure for it` },
    ];
  });
}

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const { indicators, problems } = await checkFigures(rows, context);
  return [
    ...problems,
    ...rows.flatMap(rowMistakes),
    ...rows.flatMap((row) => foreign(row, indicators, context.callerDepartment)),
    ...unexplained(rows),
    ...(await wrongDocuments(rows, 'document_id', { context, mustBeDecision: false })),
  ];
}

/** Results of indicators: `recordObservation`. */
export const observations: ImportKind = {
  department: 'planning',
  name: 'observations',
  asks: ['ict'],
  about: 'Kết quả của chỉ tiêu — figures of indicators; a second one of a place is a revision',
  columns: [
    { name: 'indicator_id', type: 'id', isRequired: true, about: 'the indicator', example: 'ind-DVCTT-MD34' },
    { name: 'period', type: 'period', isRequired: true, about: 'what it is about', example: '2019-Q1' },
    {
      name: 'scope_id',
      type: 'id',
      about: 'place or body; the whole city where left empty',
      example: 'SO-TTTT',
    },
    {
      name: 'value',
      type: 'decimal',
      about: 'the figure; empty exactly when the status is L or M',
      example: '84',
    },
    { name: 'upper_value', type: 'decimal', about: 'upper end of a range', example: '86.5' },
    { name: 'numerator', type: 'decimal', about: 'with the denominator', example: '1502' },
    { name: 'denominator', type: 'decimal', about: 'with the numerator', example: '1788' },
    {
      name: 'status',
      type: { oneOf: ['A', 'P', 'E', 'F', 'B', 'D', 'L', 'M', 'U'] },
      isRequired: true,
      about: 'SDMX observation status',
      example: 'A',
    },
    {
      name: 'observed_on',
      type: 'pastDay',
      isRequired: true,
      about: 'day that it describes',
      example: '2019-03-31',
    },
    { name: 'reason_vi', type: 'text', about: 'why it revises another', example: 'Số liệu kiểm tra lại' },
    { name: 'reason_en', type: 'text', about: 'the same in English', example: 'Checked again' },
    {
      name: 'document_id',
      type: 'id',
      about: 'document that it rests on, with its clause',
      example: 'congluan-2019-02-15',
    },
    { name: 'clause', type: 'text', about: 'clause of the document', example: 'L32' },
  ],
  mutation: {
    name: 'recordObservation',
    input: 'RecordObservationInput',
    selection: 'observation { id }',
  },
  check,
  chainOf: ({ values }) => JSON.stringify([values.indicator_id, values.period, values.scope_id]),
  inputOf: ([{ values }]) => ({
    indicatorId: values.indicator_id,
    period: values.period,
    scopeId: values.scope_id,
    value: values.value,
    upperValue: values.upper_value,
    numerator: values.numerator,
    denominator: values.denominator,
    status: values.status,
    observedOn: values.observed_on,
    reason: values.reason_vi === null ? null : { vi: values.reason_vi, en: values.reason_en },
    citation: values.document_id === null ? null : { documentId: values.document_id, clause: values.clause },
  }),
};
