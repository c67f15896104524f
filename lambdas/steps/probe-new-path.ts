import { afterRound, judgeProbes, type ProbeState } from '../core/health/probe-state';
import { PROBE_WINDOW_SECONDS } from '../core/health/soak-interval';
import type { SoakState } from '../core/health/soak-state';
import type { Judgement } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import type { NewRecord } from '../core/routers/route53/new-record';
import { hostProblems } from '../core/smoke-test/allowed-hosts';
import { type ProbePace, probeInterval, probePaceOf } from '../core/smoke-test/repeated-checks';
import { describeProblems } from '../core/validation/problems';
import type { SmokeTestPorts } from './smoke-test';
import { probeRound } from './support/probes/probe-round';

interface Input {
  readonly plan: Plan;
  /** Where the new records lead, as the preflight read it for the snapshot; null for other routers. */
  readonly newRecord: NewRecord | null;
  readonly soakState: SoakState;
  /** Seconds until the next evaluation. */
  readonly waitSeconds: number;
}

interface Output extends Judgement {
  readonly soakState: SoakState;
  /** Seconds that are left until the next evaluation. */
  readonly waitSeconds: number;
}

/**
 * Sends probes to the new path during a soak or the hold, for as long as the state machine would wait, and at
 * most for `PROBE_WINDOW_SECONDS`. Ends at once when a check has failed as often in a row as the plan allows;
 * the evaluation that follows decides. A check that fails is sent again after the interval of the soak, also
 * in the hold.
 */
export const probeNewPath =
  (ports: SmokeTestPorts) =>
  async ({ plan, newRecord, soakState, waitSeconds }: Input): Promise<Output> => {
    const { clock, allowedHosts, productionNameTest } = ports;
    const { smokeTest } = plan;
    const pace = probePaceOf(smokeTest);
    if (pace === null) {
      throw new RangeError('the plan has no probes: smokeTest.everySeconds is missing');
    }
    // ValidatePlan checked the plan against the same list. This keeps the plan's headers from any other host.
    const refused = hostProblems(plan, allowedHosts);
    if (refused.length > 0) {
      const probeError = describeProblems(refused);
      return { verdict: 'error', reason: probeError, soakState: { ...soakState, probeError }, waitSeconds };
    }
    const begin = clock.now();
    const windowEnd = begin + 1_000 * Math.min(waitSeconds, PROBE_WINDOW_SECONDS);
    let state = soakState.probes;
    let dueAt = nextRoundAt(pace, soakState, state, begin);
    while (dueAt < windowEnd && !hasFailed(pace, state)) {
      await clock.sleep(Math.max(0, dueAt - clock.now()));
      state = afterRound(state, await probeRound(ports, { smokeTest, newRecord, productionNameTest }));
      dueAt = nextRoundAt(pace, soakState, state, clock.now());
    }
    const until = Math.min(begin + 1_000 * waitSeconds, Math.max(dueAt, windowEnd));
    return {
      ...judgeProbes(pace, state, soakState.effectiveAt),
      soakState: state === undefined ? soakState : { ...soakState, probes: state },
      waitSeconds: hasFailed(pace, state) ? 0 : Math.max(0, Math.ceil((until - clock.now()) / 1_000)),
    };
  };

/** When the next round is due (epoch milliseconds): at once before the first one. */
function nextRoundAt(
  pace: ProbePace,
  { phase }: SoakState,
  state: ProbeState | undefined,
  now: number,
): number {
  if (state === undefined) {
    return now;
  }
  const interval = probeInterval(pace, phase);
  const isDoubtful = state.failing.length > 0 || state.unsent !== null;
  const seconds = isDoubtful ? Math.min(interval, pace.everySeconds) : interval;
  const lastAt = Date.parse(state.lastAt);
  // A clock that was ahead must not keep probes from being sent.
  return lastAt > now ? now : Math.max(now, lastAt + 1_000 * seconds);
}

function hasFailed({ failuresInARow }: ProbePace, state: ProbeState | undefined): boolean {
  return state?.failing.some(({ times }) => times >= failuresInARow) ?? false;
}
