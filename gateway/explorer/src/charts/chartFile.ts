import type { Words } from '../i18n/Language';
import type { ChartData } from './ChartData';
import { chartOption } from './chartOption';
import { init } from './echarts';
import { readChartColours } from './readChartColours';

const size = { width: 1200, height: 640 };

/** The chart as an SVG document, the watermark of made-up data and the title included. */
export function chartSvg(data: ChartData, words: Words, title: string): string {
  const colours = readChartColours('light');
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  const option = chartOption(data, colours, words);
  chart.setOption({
    ...option,
    grid: { left: 20, right: 30, top: 96, bottom: 40, containLabel: true },
    legend: { ...(option.legend as object), top: 48, left: 16 },
    graphic: [
      ...((option.graphic as object[] | undefined) ?? []),
      {
        type: 'text',
        left: 20,
        top: 16,
        style: {
          text: title,
          fill: colours.text,
          font: '600 18px system-ui, sans-serif',
          width: size.width - 40,
          overflow: 'truncate',
        },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** The same picture as PNG, at twice its size. Rejects where the browser cannot draw it. */
export async function chartPng(svg: string): Promise<Blob> {
  const image = new Image(size.width, size.height);
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = document.createElement('canvas');
  canvas.width = size.width * 2;
  canvas.height = size.height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not draw the chart.'))),
      'image/png',
    );
  });
}
