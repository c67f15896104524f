import { compared } from '../../../lambdas/core/comparison/comparison';
import { detectable } from '../../../lambdas/core/comparison/detectable';
import { addPaths, beginEvidence } from '../../../lambdas/core/comparison/evidence';
import { DrawnPaths, timeOf } from '../../bench-comparison/draws';
import { ALPHAS, COMPARE, LIMIT } from '../../bench-comparison/rules';
import { lineChart, type Series } from './line-chart';

const [BLUE, RED, GREY, GREEN, ORANGE] = ['#1f6feb', '#cf222e', '#57606a', '#1a7f37', '#bc4c00'];

const SOAK_MINUTES = 240;

/** The interval of a service, minute by minute, at half of 300 requests a minute. */
function intervals(label: string, color: string, above: number): Series {
  const paths = new DrawnPaths({ requestsPerMinute: 300, errorRate: 0.01, above }, 3);
  let evidence = beginEvidence(timeOf(0));
  const points = Array.from({ length: SOAK_MINUTES }, (_, minute) => {
    const { old, new: fresh } = paths.minute(minute, 50);
    evidence = addPaths(evidence, COMPARE, { old: [old], new: [fresh] }, timeOf(minute + 1));
    const [found] = compared(COMPARE, evidence, { percent: 50, alphas: ALPHAS });
    return {
      x: minute + 1,
      y: found?.low ?? Number.NEGATIVE_INFINITY,
      to: found?.high ?? Number.POSITIVE_INFINITY,
    };
  });
  return { label, color, points };
}

/** How the interval narrows during a soak, until it lies on one side of the limit. */
export function intervalPicture(): string {
  const limit = { x: 0, y: 100 * LIMIT };
  return lineChart({
    title: 'Between what the difference lies, as the soak goes on (300 requests a minute, 50 %)',
    x: { label: 'minutes of the soak', from: 0, to: SOAK_MINUTES, ticks: [0, 60, 120, 180, 240] },
    y: {
      label: 'percentage points above the old path',
      from: -2,
      to: 3,
      ticks: [-2, -1, 0, 1, 2, 3],
    },
    series: [
      intervals('alike: 1 % and 1 % of errors', BLUE, 0),
      intervals('twice the limit: 1 % and 2 %', RED, 2 * LIMIT),
      {
        label: 'the limit of the plan',
        color: GREY,
        dashed: true,
        points: [limit, { ...limit, x: SOAK_MINUTES }],
      },
    ],
  });
}

const REQUESTS = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** How long a soak must be, by the traffic of the route. */
export function soakTimePicture(): string {
  const series = (label: string, color: string, percent: number, errorRate: number): Series => ({
    label,
    color,
    points: REQUESTS.flatMap((requestsPerMinute) => {
      const stage = { percent, soakSeconds: 0, limit: LIMIT, alphas: ALPHAS };
      const minutes = detectable(stage, { requestsPerMinute, errorRate }).passesAfterMinutes[80];
      return minutes === null ? [] : [{ x: requestsPerMinute, y: minutes }];
    }),
  });
  const hours = (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`);
  return lineChart({
    title: 'How long a soak must be, for a new path that is like the old one to pass',
    x: {
      label: 'requests a minute of the route, both paths together',
      from: 10,
      to: 10_000,
      log: true,
      ticks: [10, 100, 1_000, 10_000],
    },
    y: {
      label: 'soak',
      from: 1,
      to: 20_160,
      log: true,
      ticks: [1, 10, 60, 360, 1_440, 10_080],
      format: (minutes) => (minutes === 1_440 ? '1 day' : minutes === 10_080 ? '1 week' : hours(minutes)),
    },
    series: [
      series('10 %, 1 % errors', BLUE, 10, 0.01),
      series('50 %, 1 % errors', GREEN, 50, 0.01),
      series('10 %, 0.1 % errors', ORANGE, 10, 0.001),
      series('50 %, 0.1 % errors', RED, 50, 0.001),
    ],
  });
}
