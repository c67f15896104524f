import type { Plan } from '../plan/plan';
import { recordRouteOf } from '../routers/route';
import { baseUrlChecks, productionNameChecks } from '../smoke-test/production-name';
import {
  LONGEST_ROUND_SECONDS,
  probeInterval,
  probePaceOf,
  repeatedChecks,
} from '../smoke-test/repeated-checks';

/** What the probes of a plan take. */
export interface ProbeEstimate {
  /** How often all repeated checks are sent. */
  readonly rounds: number;
  /** Seconds that the function runs: it waits between rounds. */
  readonly functionSeconds: number;
}

/** A round takes about a second. */
const ROUND_SECONDS = 1;

/** What the estimate of a phase says of its evaluations, each of which follows a Task of probes. */
interface ProbedPhase {
  readonly phase: 'stage' | 'deployment' | 'hold';
  readonly everySeconds: number;
  readonly evaluations: number;
}

/** Estimates the probes of a plan if all goes well; null for a plan without any. */
export function estimateProbes(
  { smokeTest }: Pick<Plan, 'smokeTest'>,
  phases: readonly ProbedPhase[],
): ProbeEstimate | null {
  const pace = probePaceOf(smokeTest);
  if (pace === null) {
    return null;
  }
  const probed = phases.flatMap(({ phase, everySeconds, evaluations }) => {
    if (phase === 'deployment') {
      return [];
    }
    const interval = probeInterval(pace, phase === 'hold' ? 'hold' : 'soak');
    // A Task begins with a round, unless the last one is more recent than the interval.
    const perTask = Math.max(1, Math.ceil(everySeconds / interval));
    const rounds = Math.ceil((evaluations * everySeconds) / interval);
    const idle = evaluations * (perTask - 1) * interval;
    return [{ rounds, functionSeconds: idle + rounds * ROUND_SECONDS }];
  });
  return {
    rounds: probed.reduce((sum, { rounds }) => sum + rounds, 0),
    functionSeconds: probed.reduce((sum, { functionSeconds }) => sum + functionSeconds, 0),
  };
}

/** Seconds from the last answer of a round to the decision: an evaluation, and the states before it. */
const DECISION_SECONDS = 2;

/**
 * Seconds from a failure that lasts to the decision to revert: until the next round, until the check has
 * failed as often as the plan allows, and each time until its requests time out. With one target for each
 * type of record, and while the function runs; 0 for a plan without probes.
 */
export function secondsToDecide(
  { smokeTest, router }: Pick<Plan, 'smokeTest' | 'router'>,
  phase: 'soak' | 'hold',
): number {
  const pace = probePaceOf(smokeTest);
  if (pace === null) {
    return 0;
  }
  const repeated = { ...smokeTest, checks: [...repeatedChecks(smokeTest)] };
  const types = recordRouteOf(router)?.recordTypes.length ?? 0;
  const requests = baseUrlChecks(repeated).length + types * productionNameChecks(repeated).length;
  const timeout = Math.max(0, ...repeated.checks.map(({ timeoutMs }) => timeoutMs)) / 1_000;
  const round = Math.min(
    timeout * Math.ceil(requests / smokeTest.concurrency),
    smokeTest.deadlineSeconds,
    LONGEST_ROUND_SECONDS,
  );
  const again = (pace.failuresInARow - 1) * Math.max(pace.everySeconds, round);
  return probeInterval(pace, phase) + again + round + DECISION_SECONDS;
}
