import catalogue from 'virtual:catalogue';
import { useEffect, useState } from 'react';
import { isObject } from '../answer/Answer';
import { runOperation } from '../answer/runOperation';

const query = `query RowsByStatus {
${catalogue.departments.map(({ name }) => `  ${name}: ${name}Dataset { counts { status count } }`).join('\n')}
}`;

/** How many rows of each kind of truth the departments hold that answer; undefined while they are asked, null where no one answers. */
export function useStatusCounts(): Readonly<Record<string, number>> | null | undefined {
  const [counts, setCounts] = useState<Readonly<Record<string, number>> | null>();
  useEffect(() => {
    const controller = new AbortController();
    runOperation({ query }, controller.signal).then(
      ({ data }) => {
        const datasets = Object.values(data ?? {}).filter(isObject);
        const rows = datasets.flatMap((each) =>
          Array.isArray(each.counts) ? each.counts.filter(isObject) : [],
        );
        const sums: Record<string, number> = {};
        for (const { status, count } of rows)
          sums[String(status)] = (sums[String(status)] ?? 0) + Number(count);
        setCounts(rows.length > 0 ? sums : null);
      },
      // The page says what it knows without them.
      () => controller.signal.aborted || setCounts(null),
    );
    return () => controller.abort();
  }, []);
  return counts;
}
