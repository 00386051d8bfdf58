import { useEffect, useMemo, useRef } from 'react';
import { useWords } from '../i18n/Language';
import { useTheme } from '../theme/useTheme';
import type { ChartData } from './ChartData';
import { chartOption } from './chartOption';
import { init } from './echarts';
import { readChartColours } from './readChartColours';

/** Height of a chart in pixels: fixed for most, by the number of bars where they lie. */
const heightOf = (data: ChartData) =>
  data.kind === 'bars' ? Math.max(240, 80 + data.categories.length * (16 + 14 * data.series.length)) : 360;

/** The chart of an answer. The table beside it holds the same figures for those who cannot see it. */
export default function ChartView({ data, title }: { readonly data: ChartData; readonly title: string }) {
  const words = useWords();
  const { shown: theme } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const height = heightOf(data);
  const option = useMemo(() => chartOption(data, readChartColours(theme), words), [data, theme, words]);
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, null, { renderer: 'svg' });
    chart.setOption(option);
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [option]);
  return (
    <figure className="chart">
      <figcaption>
        {title}
        {data.shownOf ? (
          <span className="note"> {words.say('chartTop', { n: data.shownOf.shown })}</span>
        ) : null}
      </figcaption>
      <div ref={place} className="chart-place" style={{ height }} role="img" aria-label={title} />
    </figure>
  );
}
