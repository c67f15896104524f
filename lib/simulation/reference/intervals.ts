import type { Plan } from '../../../lambdas/core/plan/plan';
import { writtenComparison } from './compared';
import { gatesIn, secondsBetweenQuestions } from './gates';
import type { SoakFacts } from './soak';

/** For how long one function sends probes before the next evaluation, in seconds. */
const PROBING_SECONDS = 600;
/** The longest interval between two evaluations of a hold that only waits for data, in seconds. */
const PATIENT_SECONDS = 3_600;
/** For how long a write may still be on its way, which the last evaluation waits for, in seconds. */
const LEASE_SECONDS = 45;

/** The longest time until the next evaluation, in seconds. @param phase of the soak after this one */
export function longestWait(facts: SoakFacts, phase: 'soak' | 'hold'): number {
  const { plan } = facts;
  const every = (phase === 'hold' ? plan.hold?.everySeconds : undefined) ?? plan.health.everySeconds;
  const most = Math.min(secondsOfProbes(plan, phase), secondsOfGates(plan, phase));
  const closed = phase === 'soak' ? facts.closedSince.possible : null;
  const begun = [...patientSince(facts, phase), closed].filter((since) => since !== null);
  const patience = Math.max(0, ...begun.map((since) => (facts.now - since + facts.toleranceMs) / 1_000));
  return Math.max(Math.min(every, most), Math.min(PATIENT_SECONDS, most, patience)) + LEASE_SECONDS;
}

/**
 * When what is missing began, of all that the evaluation may have waited for as long again: once the time is
 * over and only data is missing, a hold does so for any data, and a soak for a comparison that the plan waits
 * for. The comparison has a beginning of its own: other doubts come and go while it is not known.
 */
function patientSince(
  { plan, verdict, isUndecided, inconclusiveSince, undecidedSince }: SoakFacts,
  phase: 'soak' | 'hold',
): readonly (number | null)[] {
  if (verdict !== 'inconclusive') {
    return [];
  }
  const isHold = phase === 'hold';
  const waits = isHold || writtenComparison(plan)?.whenUnknown === 'wait';
  return [
    ...(waits && isUndecided.possible ? [undecidedSince.possible] : []),
    ...(isHold && !isUndecided.certain ? [inconclusiveSince.possible ?? undecidedSince.possible] : []),
  ];
}

/** Gates of a soak are asked after an evaluation, so that the next one comes when one of them is due. */
function secondsOfGates({ gates = [] }: Plan, phase: 'soak' | 'hold'): number {
  const repeated = gatesIn(gates, phase).filter(({ at }) => at === 'soak');
  return Math.min(...repeated.map((gate) => secondsBetweenQuestions(gate, phase)), Number.POSITIVE_INFINITY);
}

/** A run of the probes ends with an evaluation. */
function secondsOfProbes({ smokeTest }: Plan, phase: 'soak' | 'hold'): number {
  const { everySeconds, holdEverySeconds } = smokeTest;
  if (everySeconds === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  const inHold = holdEverySeconds ?? Math.max(15, everySeconds);
  return Math.max(PROBING_SECONDS, phase === 'hold' ? inHold : everySeconds);
}
