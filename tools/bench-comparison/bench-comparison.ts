import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { shareInterval } from '../../lambdas/core/comparison/boundary';
import { type CutoverEnd, endsOfCutover, timesToKnow } from './cutovers';
import type { Service } from './draws';
import { LIMIT, RULES } from './rules';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const progress = (text: string) => void process.stderr.write(`${text}\n`);

const options = new Command('bench:comparison')
  .description(
    'draws whole cutovers of three days, and shows what the comparison of the paths says of them, ' +
      'beside the rule before it and the test of Kayenta',
  )
  .option('--cutovers <n>', 'cutovers of each kind', wholeFrom(1), 1_000)
  .option('--draws <n>', 'draws of each time until it is known', wholeFrom(1), 200)
  .option('--seed <s>', 'seed of the first draw', wholeFrom(0), 1)
  .parse()
  .opts<{ cutovers: number; draws: number; seed: number }>();

function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Must be a whole number of ${least} or more.`);
    }
    return value;
  };
}

/** Seeds of different cutovers are far apart, so that no draw is used twice. */
const SEED_STEP = 7_919;

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;

/** A share with the interval of its measurement, 95 %. */
function measured(hits: number, of: number): string {
  const { low, high } = shareInterval(hits, of, 0.025);
  return `${percent(hits / of)} (${percent(low)} to ${percent(high)})`;
}

/** Soaks that passed, of those that came to their end: none where all were reverted before. */
function passed(count: number, of: number): string {
  return of === 0 ? '–' : `${measured(count, of)} of ${of}`;
}

const TRUTHS = [
  { name: 'at the limit: 1.0 and 1.5 %', above: LIMIT },
  { name: 'alike: 1.0 %', above: 0 },
  { name: 'twice the limit: 1.0 and 2.0 %', above: 2 * LIMIT },
] as const;

function tableOf(head: readonly string[]) {
  return new Table({ head: [...head], style: { head: [], border: [] } });
}

function wholeCutovers(): string {
  const table = tableOf([
    'truth',
    'requests a minute',
    'rule',
    'reverted as worse',
    'of those in the hold',
    'soaks that ended in pass',
  ]);
  for (const { name, above } of TRUTHS) {
    for (const requestsPerMinute of [200, 3_000]) {
      progress(`${options.cutovers} cutovers, ${name}, ${requestsPerMinute} requests a minute`);
      const service: Service = { requestsPerMinute, errorRate: 0.01, above };
      const ends = Array.from({ length: options.cutovers }, (_, i) =>
        endsOfCutover(RULES, service, options.seed + SEED_STEP * i),
      );
      for (const [i, rule] of RULES.entries()) {
        const of = ends.map((all) => all[i] as CutoverEnd);
        const sum = (value: (end: CutoverEnd) => number) => of.reduce((total, end) => total + value(end), 0);
        table.push([
          name,
          requestsPerMinute,
          rule.name,
          measured(
            sum(({ failedAt }) => Number(failedAt !== null)),
            of.length,
          ),
          measured(
            sum(({ failedAt }) => Number(failedAt === 100)),
            of.length,
          ),
          passed(
            sum(({ passed: count }) => count),
            sum(({ soaks }) => soaks),
          ),
        ]);
      }
    }
  }
  return table.toString();
}

function timesUntilKnown(): string {
  const table = tableOf([
    'truth',
    'requests a minute',
    'percent',
    'known after, mean',
    '80 of 100',
    '95 of 100',
    'fixed size, 80 of 100',
    '95 of 100',
    'mean / fixed 80',
    '95 / fixed 95',
  ]);
  for (const { name, above, wanted } of [
    { ...TRUTHS[1], wanted: 'pass' as const },
    { ...TRUTHS[2], wanted: 'fail' as const },
  ]) {
    for (const [requestsPerMinute, share, minutes] of [
      [300, 10, 2_000],
      [300, 50, 800],
      [3_000, 10, 300],
      [3_000, 50, 120],
    ] as const) {
      progress(`${options.draws} draws, ${name}, ${share} % of ${requestsPerMinute} requests a minute`);
      const service: Service = { requestsPerMinute, errorRate: 0.01, above };
      const { cutover, fixedSize } = timesToKnow(
        { service, percent: share, wanted },
        { count: options.draws, seed: options.seed, minutes },
      );
      const sorted = cutover.map((time) => time ?? minutes).sort((a, b) => a - b);
      const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
      const after = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] as number;
      const ratio = (time: number, fixed: number | null) =>
        fixed === null ? '–' : (time / fixed).toFixed(2);
      table.push([
        name,
        requestsPerMinute,
        `${share} %`,
        `${mean.toFixed(0)} min`,
        `${after(0.8)} min`,
        `${after(0.95)} min`,
        fixedSize[80] === null ? '–' : `${fixedSize[80]} min`,
        fixedSize[95] === null ? '–' : `${fixedSize[95]} min`,
        ratio(mean, fixedSize[80]),
        ratio(after(0.95), fixedSize[95]),
      ]);
    }
  }
  return table.toString();
}

print(
  `Whole cutovers: soaks of 8 h at 10 and 50 %, a hold of 72 h, ${options.cutovers} of each kind,` +
    ` seed ${options.seed}.` +
    '\nWhat stays unknown at the end of a soak is accepted, so that the hold is seen as well.',
);
print(`The limit is ${100 * LIMIT} percentage points. In brackets: the interval of the measurement, 95 %.`);
print(wholeCutovers());
print('');
print(`Time until it is known, ${options.draws} draws of each kind. A test of fixed size looks once.`);
print(timesUntilKnown());
