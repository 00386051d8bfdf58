import { useMemo } from 'react';
import type { Answer } from '../answer/Answer';
import type { Shape } from '../shape/Shape';
import { type Failures, failuresOf, isIllustrative, truthOfCell, truthOfRow } from '../table/cellOf';
import { rowsOf } from '../table/rowsOf';
import type { TableSpec } from '../table/TableSpec';
import { tablesOf } from '../table/tablesOf';

/** An answer arranged for the page. */
export interface AnswerViewData {
  readonly specs: readonly TableSpec[];
  readonly failures: Failures;
  /** Whether any row or value of it is made up. */
  readonly illustrative: boolean;
}

function anyIllustrative(answer: Answer, specs: readonly TableSpec[]): boolean {
  return specs.some((spec) => {
    const scoped = spec.columns.filter((column) => column.scope && column.scope.path.length > 0);
    return rowsOf(answer, spec).some(
      (row) =>
        isIllustrative(truthOfRow(row, spec.rowScope)) ||
        scoped.some((column) => isIllustrative(truthOfCell(row, column))),
    );
  });
}

const nothing: Answer = { data: null, errors: [], extensions: {}, answeredAt: '', tookMs: 0 };

/** Arranges an answer; without one, the tables are there and empty. */
export function useAnswerView(shape: Shape, answer: Answer | undefined): AnswerViewData {
  const specs = useMemo(() => tablesOf(shape), [shape]);
  return useMemo(() => {
    const known = answer ?? nothing;
    return { specs, failures: failuresOf(known), illustrative: anyIllustrative(known, specs) };
  }, [specs, answer]);
}
