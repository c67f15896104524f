import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import type { StageOutlook } from '../../../lambdas/core/comparison/outlook';
import { unknownLimitOf } from '../../../lambdas/core/comparison/unknown-wait';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { duration, wrap } from './format';
import { textTable } from './text-table';

const MEASURES = { errorRate: 'error rate', latency: 'latency', throughput: 'throughput' } as const;

/** What of both paths is compared, and what becomes of what is not known; no line where nothing is. */
export function comparisonLine(plan: Plan): readonly string[] {
  const comparison = comparisonOf(plan);
  if (comparison === null) {
    return plan.health.compare === 'none' ? ['none'] : [];
  }
  const { compare, isDefault } = comparison;
  const measures = compare.measures.map((measure) => MEASURES[measure]).join(', ');
  if (isDefault) {
    return [
      `${measures} of both paths, by default: reverts when that of the new path is known to be more` +
        ` than ${compare.maxErrorRateAbovePercent} percentage points above that of the old one, and` +
        ' holds nothing back; health.compare: none switches it off',
    ];
  }
  const unknown = {
    revert: `reverts after ${duration(plan.health.inconclusiveLimitSeconds)} more`,
    wait: `waits for ${duration(unknownLimitOf(compare) ?? 0)} more, then reverts`,
    accept: 'is accepted',
  };
  return [
    `${measures} of both paths; what is not known at the end of a soak ${unknown[compare.whenUnknown]}`,
  ];
}

/** What the comparison of the error rates can know in each stage. */
export function outlookTable(outlook: readonly StageOutlook[], columns: number): string {
  const points = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(2)}`);
  const time = (minutes: number | null) => (minutes === null ? 'over 30 d' : duration(60 * minutes));
  const heads = [
    'new path',
    'soak',
    'finds, 80 in 100',
    '95 in 100',
    'alike passes after',
    '95 in 100',
    'enough',
  ].map((head) => ({ head }));
  const rows = outlook.map(({ percent, soakSeconds, finds, passesAfterMinutes, enoughPercent }) => [
    `${percent} %`,
    duration(soakSeconds),
    points(finds[80]),
    points(finds[95]),
    time(passesAfterMinutes[80]),
    time(passesAfterMinutes[95]),
    enoughPercent === null ? '–' : `${enoughPercent} %`,
  ]);
  const text =
    'What the comparison of the error rates can know. "finds": the smallest difference, in percentage' +
    ' points, that reverts within the soak.' +
    ' "enough": the percent at which an alike path would pass within it.';
  return `${wrap(text, columns, '')}\n${textTable(heads, rows, columns)}`;
}
