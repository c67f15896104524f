import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';

/** A point of a line, or of a band when it has two heights. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** The upper edge of a band. */
  readonly to?: number;
}

/** A line, or a band between two of them. */
export interface Series {
  readonly label: string;
  readonly color: string;
  readonly points: readonly ChartPoint[];
  readonly dashed?: true;
}

export interface LineChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Whether equal distances are equal ratios. */
  readonly log?: true;
  readonly ticks: readonly number[];
  /** How a tick is written. */
  readonly format?: (value: number) => string;
}

const [WIDTH, HEIGHT] = [760, 400];
const DASHED = ' stroke-dasharray="6 4"';
const FONT = 'font-family="sans-serif" font-size="13"';
const MARGIN = { left: 70, right: 36, top: 40, bottom: 80 };

/** A line chart as SVG, on a white ground, so that it can be read in the dark too. */
export function lineChart({ title, x, y, series }: LineChart): string {
  const across = scaleOf(x, MARGIN.left, WIDTH - MARGIN.right);
  const up = scaleOf(y, HEIGHT - MARGIN.bottom, MARGIN.top);
  const clip = (point: number, { from, to }: Axis) => Math.min(to, Math.max(from, point));
  const shape = line<ChartPoint>(
    (point) => across(point.x),
    (point) => up(clip(point.y, y)),
  ).digits(1);
  const band = area<ChartPoint>(
    (point) => across(point.x),
    (point) => up(clip(point.y, y)),
    (point) => up(clip(point.to ?? point.y, y)),
  ).digits(1);
  const drawn = series.map(({ color, points, dashed }) => {
    const isBand = points.some(({ to }) => to !== undefined);
    return isBand
      ? `<path d="${band(points)}" fill="${color}" fill-opacity="0.3" stroke="${color}"/>`
      : `<path d="${shape(points)}" fill="none" stroke="${color}" stroke-width="2"${dashed ? DASHED : ''}/>`;
  });
  const [left, bottom] = [MARGIN.left, HEIGHT - MARGIN.bottom];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${FONT}>`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(title, left, 22, 'font-weight="bold"'),
    ...x.ticks.map((tick) => {
      const at = across(tick).toFixed(1);
      const grid = `<path d="M${at},${MARGIN.top}V${bottom}" stroke="#ddd"/>`;
      return grid + text(written(x, tick), at, bottom + 18, 'text-anchor="middle"');
    }),
    ...y.ticks.map((tick) => {
      const at = up(tick).toFixed(1);
      const grid = `<path d="M${left},${at}H${WIDTH - MARGIN.right}" stroke="#ddd"/>`;
      return grid + text(written(y, tick), left - 8, at, 'text-anchor="end" dominant-baseline="middle"');
    }),
    text(x.label, (left + WIDTH) / 2, bottom + 38, 'text-anchor="middle"'),
    text(y.label, 18, HEIGHT / 2 - 20, `text-anchor="middle" transform="rotate(-90 18 ${HEIGHT / 2 - 20})"`),
    ...drawn,
    ...series.map(({ label, color }, i) => {
      const at = left + (i * (WIDTH - left)) / series.length;
      const mark = `<rect x="${at.toFixed(0)}" y="${HEIGHT - 24}" width="12" height="12" fill="${color}"/>`;
      return mark + text(label, (at + 18).toFixed(0), HEIGHT - 14, '');
    }),
    '</svg>',
    '',
  ].join('\n');
}

function scaleOf({ from, to, log }: Axis, start: number, end: number): (value: number) => number {
  const scale = log ? scaleLog() : scaleLinear();
  return scale.domain([from, to]).range([start, end]);
}

function written({ format = String }: Axis, tick: number): string {
  return format(tick);
}

function text(value: string, x: number | string, y: number | string, attributes: string): string {
  return `<text x="${x}" y="${y}" fill="#222" ${attributes}>${value}</text>`;
}
