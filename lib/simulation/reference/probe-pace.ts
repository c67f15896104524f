import type { Plan } from '../../../lambdas/core/plan/plan';

/** One run of the function that sends probes. Times are epoch milliseconds. */
export interface ProbeRun {
  readonly phase: 'soak' | 'hold';
  readonly startedAt: number;
  /** In order: when each request was sent, or could not be, because a secret of it could not be read. */
  readonly sentAt: readonly number[];
  /** Whether a check has failed as often in a row as the plan allows. */
  readonly hasFailed: boolean;
  readonly endedAt: number;
  /** For how long nothing is sent after it, in seconds. */
  readonly waitSeconds: number;
}

/** How far a round may be late, in milliseconds: two clocks, a start, and the longest answer. */
const LATE_MS = 15_000;

/** What is wrong with the pace of a run; null when nothing is. */
export function paceProblem(
  { smokeTest: { everySeconds = 0, holdEverySeconds } }: Pick<Plan, 'smokeTest'>,
  { phase, startedAt, sentAt, hasFailed, endedAt, waitSeconds }: ProbeRun,
): string | null {
  if (hasFailed) {
    return waitSeconds === 0 ? null : `a check failed too often, and the evaluation is ${waitSeconds} s away`;
  }
  const seconds = phase === 'hold' ? (holdEverySeconds ?? Math.max(15, everySeconds)) : everySeconds;
  const times = [startedAt, ...sentAt, endedAt + 1_000 * waitSeconds];
  const longest = Math.max(0, ...times.slice(1).map((at, i) => at - (times[i] as number)));
  return longest <= 1_000 * seconds + LATE_MS
    ? null
    : `${longest / 1_000} s passed between two probes in the ${phase}, and the plan says ${seconds} s`;
}
