import catalogue from 'virtual:catalogue';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { isObject, type JsonObject } from '../answer/Answer';
import { runOperation } from '../answer/runOperation';

/** What a department says of its data; `answered: false` where it did not answer. */
export interface DepartmentFreshness {
  readonly department: string;
  readonly answered: boolean;
  readonly lastChangedAt?: string;
  readonly dataVersion?: string;
  readonly licence?: string;
}

/** Freshness of every department; undefined while they are asked. */
export type Freshness = readonly DepartmentFreshness[] | undefined;

const FreshnessContext = createContext<Freshness>(undefined);

const query = `query Freshness {
${catalogue.departments
  .map(({ name }) => `  ${name}: ${name}Dataset { lastChangedAt dataVersion licence }`)
  .join('\n')}
}`;

/** The reader's own question goes first: freshness is asked so many milliseconds later. */
const afterMs = 700;

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

function readDepartment(department: string, dataset: unknown): DepartmentFreshness {
  if (!isObject(dataset)) return { department, answered: false };
  return {
    department,
    answered: true,
    lastChangedAt: text(dataset.lastChangedAt),
    dataVersion: text(dataset.dataVersion),
    licence: text(dataset.licence),
  };
}

const readAll = (data: JsonObject | null) =>
  catalogue.departments.map(({ name }) => readDepartment(name, data?.[name]));

/** Asks every department once how fresh its data is, and gives the answer to everything below. */
export function FreshnessProvider({ children }: { readonly children: ReactNode }) {
  const [freshness, setFreshness] = useState<Freshness>();
  useEffect(() => {
    const controller = new AbortController();
    const ask = () =>
      runOperation({ query }, controller.signal).then(
        (answer) => setFreshness(readAll(answer.data)),
        () => controller.signal.aborted || setFreshness(readAll(null)),
      );
    const timer = setTimeout(ask, afterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, []);
  return <FreshnessContext value={freshness}>{children}</FreshnessContext>;
}

/** Freshness of every department; undefined while they are asked. */
export const useFreshness = (): Freshness => useContext(FreshnessContext);

/** The data version of all departments as part of a file name; `down` for one that did not answer. */
export function dataVersionOf(freshness: Freshness): string {
  return (freshness ?? []).map((each) => each.dataVersion?.slice(0, 8) ?? 'down').join('-') || 'unknown';
}
