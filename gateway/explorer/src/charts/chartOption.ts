import type { EChartsCoreOption } from 'echarts/core';
import { formatMoney } from '../format/formatMoney';
import type { Words } from '../i18n/Language';
import type { ChartData } from './ChartData';

/** Colours of a chart, read from the page's theme. */
export interface ChartColours {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly series: readonly string[];
  readonly watermark: string;
}

const font = "'Inter Variable', system-ui, sans-serif";

const valueText = (data: ChartData, words: Words) => (value: number) =>
  data.unit === 'money' ? formatMoney(value, words.language) : words.number(value);

/** The mark across a chart with made-up values: part of the picture, so that it stays in every exported file. */
function watermark(colours: ChartColours, text: string) {
  const line = (top: string) => ({
    type: 'text',
    left: 'center',
    top,
    rotation: Math.PI / 12,
    silent: true,
    z: 100,
    style: { text, fill: colours.watermark, font: `700 30px ${font}` },
  });
  return [line('28%'), line('62%')];
}

function seriesOf(data: ChartData, colours: ChartColours) {
  const roleColour = { target: 1, targetOld: 1, actual: 0, revision: 0, baseline: 2 } as const;
  return data.series.map((each, index) => {
    const values = { name: each.name, data: [...each.values] };
    if (data.kind !== 'series') {
      const stack = data.kind === 'months' ? { stack: 'month' } : {};
      return { ...values, ...stack, type: 'bar', barMaxWidth: 34, itemStyle: { borderRadius: 2 } };
    }
    const colour = colours.series[roleColour[each.role ?? 'actual']] ?? colours.series[index];
    const hollow = each.role === 'targetOld' || each.role === 'revision';
    const itemStyle = hollow
      ? { color: colours.surface, borderColor: colour, borderWidth: 2 }
      : { color: colour };
    const symbol = each.role?.startsWith('target') ? 'diamond' : each.role === 'baseline' ? 'rect' : 'circle';
    if (each.marks) {
      return { ...values, type: 'line', symbol, symbolSize: 11, itemStyle, lineStyle: { width: 0 }, z: 4 };
    }
    const lineStyle = { color: colour, width: 2, type: each.role === 'target' ? 'dashed' : 'solid' };
    return { ...values, type: 'line', connectNulls: true, symbol, symbolSize: 10, itemStyle, lineStyle };
  });
}

/** The options that draw the chart, for both languages and both themes. */
export function chartOption(data: ChartData, colours: ChartColours, words: Words): EChartsCoreOption {
  const format = valueText(data, words);
  const axisStyle = {
    axisLabel: { color: colours.muted, fontFamily: font },
    axisLine: { lineStyle: { color: colours.grid } },
    splitLine: { lineStyle: { color: colours.grid } },
  };
  const categories = {
    ...axisStyle,
    type: 'category',
    data: [...data.categories],
    axisTick: { show: false },
    ...(data.kind === 'bars' ? { inverse: true } : {}),
    axisLabel: {
      ...axisStyle.axisLabel,
      ...(data.kind === 'bars' ? { width: 150, overflow: 'truncate' } : {}),
    },
  };
  const values = {
    ...axisStyle,
    type: 'value',
    axisLabel: { ...axisStyle.axisLabel, formatter: format, hideOverlap: true },
  };
  return {
    animation: false,
    textStyle: { fontFamily: font, color: colours.text },
    color: [...colours.series],
    backgroundColor: colours.surface,
    grid: { left: 8, right: 20, top: 48, bottom: 8, containLabel: true },
    legend: {
      top: 4,
      left: 0,
      textStyle: { color: colours.text, fontFamily: font },
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 12,
    },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–'),
      confine: true,
    },
    xAxis: data.kind === 'bars' ? values : categories,
    yAxis: data.kind === 'bars' ? categories : values,
    series: seriesOf(data, colours),
    graphic: data.illustrative ? watermark(colours, words.say('illustrativeWatermark')) : [],
  };
}
