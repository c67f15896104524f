import type { Gate } from '../../../lambdas/core/gates/gate';

/** What the function of a gate said. `silence`: nothing that can be read as an answer came. */
export type SaidVerdict = 'pass' | 'fail' | 'inconclusive' | 'error' | 'running' | 'silence';

/** The last answer of a gate. Times are epoch milliseconds. */
export interface Said {
  readonly verdict: SaidVerdict;
  /** When its question was asked first: a suite that runs, and one that is silent, is asked again. */
  readonly since: number;
  /** When it was asked last. */
  readonly askedAt: number;
  /** Errors and silences since it said anything else but `running`. */
  readonly errors: number;
  /**
   * When it said `inconclusive` first, with no `pass` or `fail` since: not before `first`, not after `last`.
   * Null: it did not.
   */
  readonly doubt: { readonly first: number; readonly last: number } | null;
}

/** What a gate comes to. `pending`: it is waited for, which is no doubt. */
export type GateFinding = 'fail' | 'error' | 'inconclusive' | 'pending' | 'pass';

/** What of a soak decides what an answer comes to. Times are epoch milliseconds. */
export interface SoakWithGates {
  readonly phase: 'soak' | 'hold';
  readonly effectiveAt: number;
  /** Whether the next stage deploys, so that nobody asks. */
  readonly isDeploying: boolean;
  readonly now: number;
}

/** From the worst to the best. */
const WORST_FIRST: readonly GateFinding[] = ['fail', 'error', 'inconclusive', 'pending', 'pass'];

/** The longest wait until gates before traffic are asked again, in seconds. */
export const LONGEST_WAIT_SECONDS = 300;

/** The worst of what gates come to. */
export function worstOf(findings: readonly GateFinding[]): GateFinding {
  return WORST_FIRST.find((one) => findings.includes(one)) ?? 'pass';
}

/** The gates of a plan that judge a soak or the hold. Those for each stage have passed before the hold. */
export function gatesIn(gates: readonly Gate[], phase: 'soak' | 'hold'): readonly Gate[] {
  return gates.filter(({ at }) => at === 'soak' || (at === 'each-stage' && phase === 'soak'));
}

/** Seconds between two questions to a gate of a soak. */
export function secondsBetweenQuestions(
  { everySeconds = 60, holdEverySeconds }: Gate,
  phase: 'soak' | 'hold',
): number {
  return phase === 'hold' ? (holdEverySeconds ?? Math.max(600, everySeconds)) : everySeconds;
}

/** The answer after another question. For how long a gate is not known, a suite that runs changes nothing. */
export function saidAfter(
  before: Said | null,
  verdict: SaidVerdict,
  { askedAt, answeredBy }: { readonly askedAt: number; readonly answeredBy: number },
): Said {
  const isSame = before?.verdict === 'running' || before?.verdict === 'silence';
  const isKnown = verdict === 'pass' || verdict === 'fail';
  const begins = verdict === 'inconclusive' ? { first: askedAt, last: answeredBy } : null;
  const { errors = 0, doubt = null } = before ?? {};
  return {
    ...{ verdict, since: isSame ? before.since : askedAt, askedAt },
    errors: isError(verdict) ? errors + 1 : verdict === 'running' ? errors : 0,
    doubt: isKnown ? null : (doubt ?? begins),
  };
}

function isError(verdict: SaidVerdict): boolean {
  return verdict === 'error' || verdict === 'silence';
}

/** Errors in a row that the last answer of a gate makes, and since when it has been in doubt. */
export function lastingOf(said: Said | null): Pick<Said, 'errors' | 'doubt'> {
  return {
    errors: said !== null && isError(said.verdict) ? said.errors : 0,
    doubt: said?.verdict === 'running' ? null : (said?.doubt ?? null),
  };
}

/** What the answer of a gate before traffic comes to. */
export function firstGateFinding(gate: Gate, said: Said | null, now: number): GateFinding {
  if (said === null) {
    return 'pending';
  }
  const limitSeconds = gate.timeoutSeconds ?? (gate.at === 'soak' ? 60 : 900);
  switch (said.verdict) {
    case 'running':
      return now - said.since >= 1_000 * (limitSeconds + 1) ? 'error' : 'pending';
    case 'silence':
      return 'error';
    default:
      return said.verdict;
  }
}

/** What the last answer of a gate comes to in a soak. */
export function gateFinding(
  gate: Gate,
  said: Said | null,
  { phase, effectiveAt, isDeploying, now }: SoakWithGates,
): GateFinding {
  const finding = firstGateFinding(gate, said, now);
  if (said === null || finding !== 'pass') {
    return finding;
  }
  if (said.since < effectiveAt) {
    return 'pending';
  }
  const isOld = now - said.askedAt > 2_000 * secondsBetweenQuestions(gate, phase);
  return gate.at === 'soak' && isOld && !isDeploying ? 'inconclusive' : 'pass';
}

/** Whether a gate has to be asked before the next evaluation. */
export function mustAsk(
  gate: Gate,
  said: Said | null,
  { phase, effectiveAt, now }: Omit<SoakWithGates, 'isDeploying'>,
): boolean {
  if (said?.verdict === 'fail') {
    return false;
  }
  const isSince = said !== null && said.since >= effectiveAt;
  const isOpen = said?.verdict !== 'pass' || (now >= effectiveAt && !isSince);
  if (gate.at === 'each-stage') {
    return now >= effectiveAt && isOpen;
  }
  return isOpen || now - said.askedAt >= 1_000 * secondsBetweenQuestions(gate, phase);
}
