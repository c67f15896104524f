import type { Verdict } from '../../../lambdas/core/health/verdict';

/** The world of an evaluation at one moment, as far as it matters to the verdict. */
export interface HealthFacts {
  /** The share of the path that gains, in the stage. */
  readonly percent: number;
  /** Whether the cutover holds the lock, and the route is as it last left it. */
  readonly isHeld: boolean;
  readonly alarms: readonly ('OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing')[];
  /** Whether the states of the alarms may rest on data from before the raise was effective. */
  readonly isTooEarly: boolean;
  readonly insufficientData: 'wait' | 'fail';
  /** Whether the plan's `minRequests` have been seen since the raise was effective. */
  readonly hasRequests: boolean;
  /** How the new path compares with the old one by the plan's limits. */
  readonly comparison: 'worse' | 'too-few' | 'fine';
}

/** From the worst to the best. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/** The verdicts that are right for these facts: one, and two where a test of significance decides. */
export function rightVerdicts(facts: HealthFacts): readonly Verdict[] {
  const found: Verdict[] = ['pass'];
  const add = (holds: boolean, verdict: Verdict) => (holds ? found.push(verdict) : 0);
  add(!facts.isHeld, 'fail');
  add(facts.alarms.includes('ALARM'), 'fail');
  add(facts.alarms.includes('missing'), 'error');
  if (facts.percent > 0) {
    const hasNoData = facts.alarms.includes('INSUFFICIENT_DATA');
    add(facts.isTooEarly, 'inconclusive');
    add(!facts.isTooEarly && hasNoData, facts.insufficientData === 'fail' ? 'fail' : 'inconclusive');
    add(!facts.hasRequests, 'inconclusive');
    add(facts.comparison !== 'fine', 'inconclusive');
  }
  const worst = WORST_FIRST.find((verdict) => found.includes(verdict)) as Verdict;
  return facts.percent > 0 && facts.comparison === 'worse' ? [...new Set([worst, 'fail' as const])] : [worst];
}
