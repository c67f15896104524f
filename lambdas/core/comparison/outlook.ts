import type { Plan } from '../plan/plan';
import { type Finding, warnFinding } from '../preflight/finding';
import { alphasOf } from './alphas';
import { comparisonOf } from './comparison-of';
import { type Detectable, detectable, type ExpectedTraffic } from './detectable';
import { unknownLimitOf } from './unknown-wait';

/** What the comparison of a stage can know of the error rate. */
export interface StageOutlook extends Detectable {
  /** Percent of the traffic on the new path. */
  readonly percent: number;
  readonly soakSeconds: number;
  /**
   * Whether a new path that is like the old one passes in 80 of 100 such stages, before what is unknown ends
   * the cutover.
   */
  readonly isKnowable: boolean;
}

/**
 * The stages whose error rates are compared while both paths have traffic, with what each can know; none for
 * a plan that does not compare them.
 */
export function outlookOf(plan: Plan, traffic: ExpectedTraffic): readonly StageOutlook[] {
  const comparison = comparisonOf(plan);
  if (comparison === null || !comparison.compare.measures.includes('errorRate')) {
    return [];
  }
  const { compare } = comparison;
  const limit = compare.maxErrorRateAbovePercent / 100;
  const waits = unknownLimitOf(compare) ?? plan.health.inconclusiveLimitSeconds;
  // A hold does not help a stage: it begins once the soak before it has passed.
  const compared = plan.stages.filter(({ percent }) => percent > 0 && percent < 100);
  return compared.map(({ percent, soakSeconds }) => {
    const stage = { percent, soakSeconds, limit, alphas: alphasOf(plan, compare) };
    const found = detectable(stage, traffic);
    const passesAfter = found.passesAfterMinutes[80];
    const isKnowable = passesAfter !== null && 60 * passesAfter <= soakSeconds + waits;
    return { percent, soakSeconds, ...found, isKnowable };
  });
}

/**
 * A stage that is too short for its traffic ends as `whenUnknown` says, however good the new path is. Nothing
 * where the plan accepts that, or does not write the comparison.
 */
export function outlookFindings(plan: Plan, traffic: ExpectedTraffic): Finding[] {
  const comparison = comparisonOf(plan);
  if (comparison === null || comparison.isDefault || comparison.compare.whenUnknown === 'accept') {
    return [];
  }
  return outlookOf(plan, traffic)
    .filter(({ isKnowable }) => !isKnowable)
    .map((stage) => {
      const { percent, soakSeconds, enoughPercent, passesAfterMinutes } = stage;
      const after = passesAfterMinutes[80];
      const reason =
        `the stage at ${percent} % is too short to know whether the new path is worse: with` +
        ` ${Math.round(traffic.requestsPerMinute)} requests a minute and` +
        ` ${(100 * traffic.errorRate).toFixed(2)} % of errors, a new path that is like the old one passes` +
        ` after ${after === null ? 'more than 30 days' : `${after} minutes`}, and the stage has` +
        ` ${Math.floor(soakSeconds / 60)}`;
      const remedies = [
        ...(after === null ? [] : [`a soak of ${after} minutes`]),
        ...(enoughPercent === null ? [] : [`${enoughPercent} % of the traffic`]),
        'a larger health.compare.maxErrorRateAbovePercent',
        'health.compare.whenUnknown: accept',
      ];
      return warnFinding('comparison', reason, `use ${remedies.join(', or ')}`);
    });
}
