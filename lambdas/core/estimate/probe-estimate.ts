import type { Plan } from '../plan/plan';
import { probeInterval, probePaceOf } from '../smoke-test/repeated-checks';

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
