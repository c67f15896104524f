import type { Verdict } from '../../../lambdas/core/health/verdict';

/**
 * What the probes of a soak say: a check has failed as often in a row as the plan allows, it has failed last
 * time, none was sent since the raise was effective, or all passed.
 */
export type ProbeFacts = 'failed' | 'failing' | 'none' | 'fine';

/** The world of an evaluation at one moment, as far as it matters to the verdict. */
export interface HealthFacts {
  /** The share of the path that gains, in the stage. */
  readonly percent: number;
  /** Whether the cutover holds the lock, and the route is as it last left it and carries a percent. */
  readonly isHeld: boolean;
  readonly alarms: readonly ('OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing')[];
  /** Whether the states of the alarms may rest on data from before the raise was effective. */
  readonly isTooEarly: boolean;
  readonly insufficientData: 'wait' | 'fail';
  /** Whether the plan's `minRequests` of users have been seen since the raise was effective. */
  readonly hasRequests: boolean;
  /** Whether the plan measures requests, and no user's was seen for as long as an alarm looks back. */
  readonly isSilent: boolean;
  /** How the new path compares by the plan's limits; `unclear`: whose errors there are is not known. */
  readonly comparison: 'worse' | 'unclear' | 'too-few' | 'fine';
  readonly probes: ProbeFacts;
  /** Whether the function of the probes has failed since the last evaluation. */
  readonly haveProbesFailed: boolean;
}

/** From the worst to the best. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/** What a test of significance may make of a comparison. */
const OTHER_BY_COMPARISON = {
  ...{ worse: 'fail', unclear: 'inconclusive', 'too-few': 'inconclusive', fine: 'pass' },
} as const satisfies Readonly<Record<HealthFacts['comparison'], Verdict>>;

/** The verdicts that are right for these facts: one, and two where a test of significance decides. */
export function rightVerdicts(facts: HealthFacts): readonly Verdict[] {
  const found: Verdict[] = ['pass'];
  const add = (holds: boolean, verdict: Verdict) => (holds ? found.push(verdict) : 0);
  add(!facts.isHeld, 'fail');
  add(facts.alarms.includes('ALARM'), 'fail');
  add(facts.alarms.includes('missing'), 'error');
  add(facts.haveProbesFailed, 'error');
  add(facts.probes === 'failed', 'fail');
  add(facts.probes === 'failing' || facts.probes === 'none', 'inconclusive');
  if (facts.percent > 0) {
    const hasNoData = facts.alarms.includes('INSUFFICIENT_DATA');
    add(facts.isTooEarly, 'inconclusive');
    add(!facts.isTooEarly && hasNoData, facts.insufficientData === 'fail' ? 'fail' : 'inconclusive');
    add(!facts.hasRequests, 'inconclusive');
    add(facts.isSilent && facts.alarms.includes('OK'), 'inconclusive');
    add(facts.comparison === 'worse' || facts.comparison === 'too-few', 'inconclusive');
  }
  const worst = WORST_FIRST.find((verdict) => found.includes(verdict)) as Verdict;
  const other = OTHER_BY_COMPARISON[facts.comparison];
  const isOther = facts.percent > 0 && WORST_FIRST.indexOf(other) < WORST_FIRST.indexOf(worst);
  return isOther ? [worst, other] : [worst];
}
