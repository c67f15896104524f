import type { Verdict } from '../../../lambdas/core/health/verdict';
import type { GateFinding } from './gates';

/**
 * What the probes of a soak say: a check has failed as often in a row as the plan allows, it has failed last
 * time, none was sent since the raise was effective, or all passed.
 */
export type ProbeFacts = 'failed' | 'failing' | 'none' | 'fine';

/** The world of an evaluation at one moment, as far as it matters to the verdict. */
export interface HealthFacts {
  /** The share of the path that gains, in the stage. */
  readonly percent: number;
  /**
   * What could not be read: the route, the ledger with the commands of operators, or anything that CloudWatch
   * has of alarms, requests and errors.
   */
  readonly unread: readonly ('route' | 'ledger' | 'metrics')[];
  readonly hasLock: boolean;
  /** Whether the route is as its cutover last left it and carries a percent. */
  readonly isAsLeft: boolean;
  readonly alarms: readonly ('OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing')[];
  /** Whether the states of the alarms may rest on data from before the raise was effective. */
  readonly isTooEarly: boolean;
  readonly insufficientData: 'wait' | 'fail';
  /** Whether the plan's `minRequests` of users have been seen since the raise was effective. */
  readonly hasRequests: boolean;
  /** Whether the plan measures requests, and no user's was seen for as long as an alarm looks back. */
  readonly isSilent: boolean;
  /**
   * What is known of how the new path compares: it is beyond a limit of the plan, it is not known on which
   * side it is, or it is within all of them. `unclear`: whose errors there are is not known.
   */
  readonly comparison: 'worse' | 'unclear' | 'unknown' | 'fine';
  readonly probes: ProbeFacts;
  /** Whether the function of the probes has failed since the last evaluation. */
  readonly haveProbesFailed: boolean;
  /** The worst that the gates of the phase come to. */
  readonly gates: GateFinding;
  /** Whether a record beside the route leads clients elsewhere, while more of them are to move. */
  readonly isLedElsewhere: boolean;
}

/**
 * What an evaluation finds. `undecided`: inconclusive, and only because the comparison is not known;
 * `pending`: inconclusive, and only because a gate is waited for, and perhaps the comparison.
 */
export type HealthFinding = Verdict | 'undecided' | 'pending';

/** The verdict of a finding. */
export function verdictOf(finding: HealthFinding): Verdict {
  return finding === 'undecided' || finding === 'pending' ? 'inconclusive' : finding;
}

/** From the worst to the best. */
const WORST_FIRST: readonly HealthFinding[] = [
  ...(['fail', 'error', 'inconclusive', 'pending', 'undecided', 'pass'] as const),
];

const BY_COMPARISON = {
  ...{ worse: 'fail', unclear: 'inconclusive', unknown: 'undecided', fine: 'pass' },
} as const satisfies Readonly<Record<HealthFacts['comparison'], HealthFinding>>;

/** What is right for these facts. */
export function rightFinding(facts: HealthFacts): HealthFinding {
  const found: HealthFinding[] = ['pass'];
  const add = (holds: boolean, finding: HealthFinding) => (holds ? found.push(finding) : 0);
  const isRead = (what: HealthFacts['unread'][number]) => !facts.unread.includes(what);
  add(facts.unread.length > 0, 'error');
  add(!facts.hasLock || (isRead('route') && !facts.isAsLeft), 'fail');
  add(isRead('metrics') && facts.alarms.includes('ALARM'), 'fail');
  add(isRead('metrics') && facts.alarms.includes('missing'), 'error');
  add(facts.haveProbesFailed, 'error');
  add(true, facts.gates);
  add(isRead('route') && facts.isLedElsewhere, 'inconclusive');
  add(facts.probes === 'failed', 'fail');
  add(facts.probes === 'failing' || facts.probes === 'none', 'inconclusive');
  if (facts.percent > 0 && isRead('metrics')) {
    const hasNoData = facts.alarms.includes('INSUFFICIENT_DATA');
    add(facts.isTooEarly, 'inconclusive');
    add(!facts.isTooEarly && hasNoData, facts.insufficientData === 'fail' ? 'fail' : 'inconclusive');
    add(!facts.hasRequests, 'inconclusive');
    add(facts.isSilent && facts.alarms.includes('OK'), 'inconclusive');
    add(true, BY_COMPARISON[facts.comparison]);
  }
  return WORST_FIRST.find((finding) => found.includes(finding)) as HealthFinding;
}
