import type { ProbeState } from '../../../lambdas/core/health/probe-state';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { acceptableFindings } from '../../../lambdas/core/preflight/finding';
import type { Tamper } from '../../rehearsal/world/world-functions';
import type { FunctionName } from '../../workflow/tasks';
import { ofPlan } from './health-mutants';

/** A step with another input than it gets. */
function withInput<Input>(name: FunctionName, change: (input: Input) => object): Tamper {
  return (steps) => ({
    [name]: (input: unknown) => steps[name]({ ...(input as object), ...change(input as Input) }),
  });
}

interface Planned {
  readonly plan: Plan;
}

const NOTHING_SENT = { minutes: [], hours: [], earlierRequests: 0 } as const;

function withoutCounts(soakState: SoakState | null): SoakState | null {
  return soakState?.probes === undefined
    ? soakState
    : { ...soakState, probes: { ...soakState.probes, ...NOTHING_SENT } };
}

/** Bugs of probes, of what is counted on the path that gives its traffic up, and of the preflight's waits. */
export const probeMutants = {
  'take every probe for one that passed': (steps) => ({
    ProbeNewPath: async (input) => {
      const { waitSeconds } = input as { waitSeconds: number };
      const output = (await steps.ProbeNewPath(input)) as { soakState: { probes?: ProbeState } };
      const probes = output.soakState.probes && { ...output.soakState.probes, failing: [] };
      return { ...output, waitSeconds, soakState: { ...output.soakState, probes } };
    },
  }),
  'leave the probes out of an evaluation': ofPlan(({ smokeTest, ...plan }) => ({
    ...plan,
    smokeTest: { ...smokeTest, everySeconds: undefined, holdEverySeconds: undefined },
  })),
  'count the probes as requests of users': (steps) => ({
    EvaluateHealth: async (input) => {
      const { soakState, ...rest } = input as { soakState: SoakState };
      const output = (await steps.EvaluateHealth({ ...rest, soakState: withoutCounts(soakState) })) as {
        soakState: SoakState;
      };
      return { ...output, soakState: { ...output.soakState, probes: soakState.probes } };
    },
  }),
  'send probes half as often': withInput('ProbeNewPath', ({ plan }: Planned) => {
    const { everySeconds = 0, holdEverySeconds = Math.max(15, everySeconds) } = plan.smokeTest;
    const less = { everySeconds: 2 * everySeconds + 30, holdEverySeconds: 2 * holdEverySeconds + 30 };
    return { plan: { ...plan, smokeTest: { ...plan.smokeTest, ...less } } };
  }),
  'send on after the last failure that the plan allows': withInput('ProbeNewPath', ({ plan }: Planned) => ({
    plan: { ...plan, smokeTest: { ...plan.smokeTest, failuresInARow: 100 } },
  })),
  'give the hold the patience of a soak': ofPlan((plan) => {
    const { inconclusiveLimitSeconds } = plan.health;
    return plan.hold === undefined ? plan : { ...plan, hold: { ...plan.hold, inconclusiveLimitSeconds } };
  }),
  'say that a path can go while it is used': withInput('VerifyDecommission', ({ plan }: Planned) => ({
    plan: { ...plan, remainingTraffic: { ...plan.remainingTraffic, maxRequestsPerHour: 1_000_000_000 } },
  })),
  'wait for readiness for ever': withInput('Preflight', () => ({ waitingSince: null })),
  'accept what the plan does not accept': withInput('Preflight', ({ plan }: Planned) => ({
    plan: { ...plan, preflight: { ...plan.preflight, accept: acceptableFindings } },
  })),
} satisfies Readonly<Record<string, Tamper>>;
