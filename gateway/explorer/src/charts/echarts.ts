import { BarChart, LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, LegendPlainComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only what the charts of the page use: the rest of the library stays out of the download.
use([
  BarChart,
  LineChart,
  GraphicComponent,
  GridComponent,
  LegendPlainComponent,
  TooltipComponent,
  SVGRenderer,
]);

export { init };
