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
  const { plan, verdict, inconclusiveSince, undecidedSince, isUndecided, now, toleranceMs } = facts;
  const every = (phase === 'hold' ? plan.hold?.everySeconds : undefined) ?? plan.health.everySeconds;
  const most = Math.min(secondsOfProbes(plan, phase), secondsOfGates(plan, phase));
  const since = inconclusiveSince.possible ?? undecidedSince.possible;
  const doubtSeconds = since === null ? 0 : (now - since + toleranceMs) / 1_000;
  // Once the time is over and only data is missing, a hold waits for as long again as it has. So does a
  // comparison that the plan waits for.
  const waits = writtenComparison(plan)?.whenUnknown === 'wait' && isUndecided.possible;
  const isPatient = (phase === 'hold' && verdict === 'inconclusive') || waits;
  const closedSince = phase === 'soak' ? facts.closedSince.possible : null;
  const closedSeconds = closedSince === null ? 0 : (now - closedSince + toleranceMs) / 1_000;
  const patience = Math.min(PATIENT_SECONDS, most, Math.max(isPatient ? doubtSeconds : 0, closedSeconds));
  return Math.max(Math.min(every, most), patience) + LEASE_SECONDS;
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
