import catalogue from 'virtual:catalogue';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { isObject, valueAt } from '../answer/Answer';
import { formatMoneyInFull } from '../format/formatMoney';
import { useWords } from '../i18n/Language';
import { TruthCard } from '../ui/TruthCard';
import { truthOfCell } from './cellOf';
import type { Row } from './rowsOf';
import type { Column } from './TableSpec';

/** How long the pointer rests on a value before its source is shown, in milliseconds. */
const restMs = 220;

interface Shown {
  readonly row: Row;
  readonly column: Column;
  readonly left: number;
  readonly top: number;
}

/** The value whose source is shown, and the handlers that notice it. */
export interface CellTipState {
  readonly shown: Shown | undefined;
  readonly handlers: {
    readonly onPointerOver: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
    readonly onClick: (event: React.MouseEvent) => void;
    readonly onScroll: () => void;
  };
}

function placeOf(target: EventTarget, rows: readonly Row[], columns: readonly Column[]): Shown | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-column]') : null;
  const line = cell?.closest<HTMLElement>('tr[data-row]');
  const row = rows[Number(line?.dataset.row)];
  const column = columns[Number(cell?.dataset.column)];
  if (!cell || !row || !column) return undefined;
  const box = cell.getBoundingClientRect();
  const width = Math.min(380, window.innerWidth - 24);
  const left = Math.max(12, Math.min(box.left, window.innerWidth - width - 12));
  // Below the value, or above it where there is little room below.
  const below = box.bottom + 260 < window.innerHeight || box.top < 280;
  return { row, column, left, top: below ? box.bottom + 4 : -(window.innerHeight - box.top + 4) };
}

/** Notices on which value the pointer rests or which one is tapped. */
export function useCellTip(rows: readonly Row[], columns: readonly Column[]): CellTipState {
  const [shown, setShown] = useState<Shown>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const handlers = useMemo(
    () => ({
      onPointerOver: (event: PointerEvent) => {
        clearTimeout(timer.current);
        if (event.pointerType === 'touch') return;
        const place = placeOf(event.target, rows, columns);
        timer.current = setTimeout(() => setShown(place), restMs);
      },
      onPointerLeave: () => {
        clearTimeout(timer.current);
        setShown(undefined);
      },
      onClick: (event: React.MouseEvent) => setShown(placeOf(event.target, rows, columns)),
      onScroll: () => {
        clearTimeout(timer.current);
        setShown(undefined);
      },
    }),
    [rows, columns],
  );
  return { shown, handlers };
}

function AmountInFull({ row, column }: Pick<Shown, 'row' | 'column'>) {
  const words = useWords();
  const value = valueAt(row.object, column.path);
  if (column.value !== 'money' || column.list || value === null || value === undefined) return null;
  const amount = Number(isObject(value) ? value.amount : value);
  return <p className="amount-in-full">{formatMoneyInFull(amount, words.language)}</p>;
}

/** What the column means: by the glossary where it has the term, else as the schema describes it. */
function Meaning({ column }: { readonly column: Column }) {
  const words = useWords();
  const name = column.fields.at(-1) ?? '';
  const term = catalogue.glossary.find((each) => each.fields?.includes(name));
  const text = term ? words.text(term.definition) : column.about;
  return text ? <p className="note">{text}</p> : null;
}

/**
 * Status and source of the value under the pointer. Keyboard and screen reader find the same in the details of the
 * row, so it is hidden from them here.
 */
export function CellTip({ tip }: { readonly tip: CellTipState }) {
  const words = useWords();
  const { shown } = tip;
  if (!shown) return null;
  const { row, column, left, top } = shown;
  const place = top >= 0 ? { left, top } : { left, bottom: -top };
  return (
    <div className="cell-tip" style={place} aria-hidden="true">
      <p className="cell-tip-title">{words.labelOf(column.fields)}</p>
      <Meaning column={column} />
      <AmountInFull row={row} column={column} />
      <TruthCard truth={truthOfCell(row, column)} />
    </div>
  );
}
