import type { ChartColours } from './chartOption';

/** The chart's colours of that theme, from the style sheet. */
export function readChartColours(theme: 'light' | 'dark'): ChartColours {
  // The style sheet gives its colours to whatever carries the theme's name, not just to the page.
  const probe = document.createElement('div');
  probe.dataset.theme = theme;
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const colours = {
    text: read('--text'),
    muted: read('--muted'),
    grid: read('--line'),
    surface: read('--surface'),
    watermark: read('--watermark'),
    series: [1, 2, 3, 4, 5, 6].map((number) => read(`--series-${number}`)),
  };
  probe.remove();
  return colours;
}
