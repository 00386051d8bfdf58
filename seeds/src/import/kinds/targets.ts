import type { CheckContext, ImportKind, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { wrongDocuments } from './documents';
import { checkFigures } from './figures';

async function check(rows: readonly ImportRow[], context: CheckContext): Promise<ImportProblem[]> {
  const { problems } = await checkFigures(rows, context);
  return [...problems, ...(await wrongDocuments(rows, 'document_id', { context, mustBeDecision: false }))];
}

/** Targets of indicators: `setTarget`. */
export const targets: ImportKind = {
  department: 'planning',
  name: 'targets',
  asks: ['ict'],
  about: 'Mục tiêu của chỉ tiêu — a second one of a place supersedes the first, which stays',
  columns: [
    { name: 'indicator_id', type: 'id', isRequired: true, about: 'the indicator', example: 'ind-DVCTT-MD34' },
    { name: 'period', type: 'period', isRequired: true, about: 'when it is to be reached', example: '2019' },
    { name: 'value', type: 'decimal', isRequired: true, about: "in the indicator's unit", example: '100' },
    {
      name: 'qualifier',
      type: { oneOf: ['EXACT', 'AT_LEAST', 'AT_MOST', 'APPROXIMATE', 'PROVISIONAL'] },
      about: 'how the document says it; EXACT where left empty',
      example: 'AT_LEAST',
    },
    {
      name: 'scope_id',
      type: 'id',
      about: 'place or body; the whole city where left empty',
      example: 'SO-TTTT',
    },
    {
      name: 'set_on',
      type: 'pastDay',
      isRequired: true,
      about: 'day on which it was set',
      example: '2019-02-15',
    },
    {
      name: 'document_id',
      type: 'id',
      isRequired: true,
      about: 'document that set it',
      example: 'congluan-2019-02-15',
    },
    { name: 'clause', type: 'text', isRequired: true, about: 'clause of the document', example: 'L30' },
  ],
  mutation: { name: 'setTarget', input: 'SetTargetInput', selection: 'target { id }' },
  check,
  chainOf: ({ values }) => JSON.stringify([values.indicator_id, values.period, values.scope_id]),
  inputOf: ([{ values }]) => ({
    indicatorId: values.indicator_id,
    period: values.period,
    value: values.value,
    qualifier: values.qualifier ?? 'EXACT',
    scopeId: values.scope_id,
    setOn: values.set_on,
    documentId: values.document_id,
    clause: values.clause,
  }),
};
