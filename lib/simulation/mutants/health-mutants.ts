import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Compare } from '../../../lambdas/core/plan/compare';
import { compareOf } from '../../../lambdas/core/plan/compare-of';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { AlarmReading, HealthSource } from '../../../lambdas/ports';
import { checkDeployment } from '../../../lambdas/steps/check-deployment';
import { checkPropagation } from '../../../lambdas/steps/check-propagation';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import type { AllPorts } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';

/** What an evaluation is given. */
interface Input {
  readonly plan: Plan;
  readonly soakState: SoakState;
  readonly execution: string;
}

/** Every evaluation of health, also those beside a deployment, of another plan than there is. */
export function ofPlan(change: (plan: Plan, soakState: SoakState) => Plan): Tamper {
  return (_, ports) => {
    const changed = (input: unknown) => {
      const { plan, soakState, ...rest } = input as Input;
      return { ...rest, soakState, plan: soakState === null ? plan : change(plan, soakState) } as never;
    };
    return {
      EvaluateHealth: (input) => evaluateHealth(ports)(changed(input)),
      CheckDeployment: (input) => checkDeployment(ports)(changed(input)),
    };
  };
}

/** Every evaluation of health, with other measurements. */
export function ofHealth(change: (health: HealthSource, ports: AllPorts) => Partial<HealthSource>): Tamper {
  return (_, ports) => {
    const measured = withHealth(ports, change);
    return {
      EvaluateHealth: (input) => evaluateHealth(measured)(input as never),
      CheckDeployment: (input) => checkDeployment(measured)(input as never),
    };
  };
}

function withHealth(
  { router, ledger, clock, calendars, health, deployments }: AllPorts,
  change: (health: HealthSource, ports: AllPorts) => Partial<HealthSource>,
) {
  const changed = change(health, { router, ledger, clock, calendars, health, deployments } as AllPorts);
  return { router, ledger, clock, calendars, deployments, health: { ...health, ...changed } };
}

/** Every alarm is OK. */
export function allOk(readings: readonly AlarmReading[]): AlarmReading[] {
  return readings.map((one) => ({ ...one, state: 'OK' as const }));
}

const withHealthOf = (plan: Plan, health: Partial<Plan['health']>): Plan => ({
  ...plan,
  health: { ...plan.health, ...health },
});

/** Every evaluation with another comparison, where the plan writes one. */
const ofCompare = (change: (compare: Compare) => Compare): Tamper =>
  ofPlan((plan) => {
    const compare = compareOf(plan.health);
    return compare === undefined ? plan : withHealthOf(plan, { compare: change(compare) });
  });

/** The stages, each changed. */
const withStages = (plan: Plan, change: (stage: Plan['stages'][number]) => object): Plan => ({
  ...plan,
  stages: plan.stages.map((stage) => change(stage)) as Plan['stages'],
});

/** Bugs of the evaluation of health, and of what it decides. */
export const healthMutants = {
  'heed no alarm at all': (steps, ports) => ({
    ...ofHealth((health) => ({ alarms: async (names) => allOk(await health.alarms(names)) }))(steps, ports),
    GuardAlarm: async () => ({ stopped: [], reason: 'not heeded' }),
  }),
  'evaluate no alarm': ofHealth((health) => ({ alarms: async (names) => allOk(await health.alarms(names)) })),
  'evaluate the first alarm alone': ofHealth((health) => ({
    alarms: async (names) => {
      const readings = await health.alarms(names);
      return readings.map((one, i) => (i === 0 ? one : { ...one, state: 'OK' as const }));
    },
  })),
  'take an alarm that cannot be read for OK': ofHealth((health) => ({
    alarms: (names) =>
      health
        .alarms(names)
        .catch(() => names.map((name) => ({ ...OK_ALARM, name, evaluationRangeSeconds: 0 }))),
  })),
  'pass without the minimum of requests': ofPlan(({ health: { minRequests: _, ...health }, ...plan }) => ({
    ...plan,
    health,
  })),
  'compare nothing': ofPlan((plan) => withHealthOf(plan, { compare: 'none' })),
  'compare a path with itself': ofCompare((compare) => ({ ...compare, new: compare.old })),
  'accept what is not known of a comparison': ofCompare((compare) => ({
    ...compare,
    whenUnknown: 'accept',
  })),
  'wait for a comparison for ever': ofCompare((compare) => ({
    ...compare,
    whenUnknown: 'wait',
    unknownLimitSeconds: 1_000_000,
  })),
  'wait for a comparison that the plan does not write': ofPlan((plan) =>
    withHealthOf(plan, { compare: comparisonOf(plan)?.compare ?? 'none' }),
  ),
  'wait for data that the plan does not wait for': ofPlan((plan) =>
    withHealthOf(plan, { insufficientData: 'wait' }),
  ),
  'ignore the limit of errors': ofPlan((plan) => withHealthOf(plan, { errorLimit: 1_000 })),
  'allow one error more': ofPlan((plan) => withHealthOf(plan, { errorLimit: plan.health.errorLimit + 1 })),
  'ignore the limit of doubt': ofPlan((plan) => withHealthOf(plan, { inconclusiveLimitSeconds: 1_000_000 })),
  'revert at the first doubt': ofPlan((plan) => withHealthOf(plan, { inconclusiveLimitSeconds: 0 })),
  'skip the soak': ofPlan((plan) => withStages(plan, (stage) => ({ ...stage, soakSeconds: 0 }))),
  'soak for half of the time': ofPlan((plan) =>
    withStages(plan, (stage) => ({ ...stage, soakSeconds: stage.soakSeconds / 2 })),
  ),
  'skip the hold': ofPlan((plan) =>
    plan.hold === undefined ? plan : { ...plan, hold: { ...plan.hold, seconds: 0 } },
  ),
  'evaluate half as often': ofPlan((plan) =>
    withHealthOf(plan, { everySeconds: 2 * plan.health.everySeconds + 60 }),
  ),
  'go on without an approval': ofPlan((plan) => withStages(plan, ({ approval: _, ...stage }) => stage)),
  'take one approval for several': ofPlan((plan) =>
    withStages(plan, ({ approval, ...stage }) =>
      approval === undefined ? stage : { ...stage, approval: { ...approval, count: 1 } },
    ),
  ),
  'wait for an approval for ever': ofPlan((plan) =>
    withStages(plan, ({ approval, ...stage }) =>
      approval === undefined ? stage : { ...stage, approval: { ...approval, timeoutSeconds: 1_000_000 } },
    ),
  ),
  'read no command in an evaluation': (_, { ledger, ...ports }) => {
    const silent = reading(ledger, (entry) => ({
      ...entry,
      commands: {
        ...entry.commands,
        stored: entry.commands.stored.filter((one) => (one as { kind: string }).kind !== 'pause'),
      },
    }));
    return { EvaluateHealth: (input) => evaluateHealth({ ...ports, ledger: silent })(input as never) };
  },
  'move on while a calendar is closed': (_, ports) => ({
    EvaluateHealth: (input) => evaluateHealth({ ...ports, calendars: null })(input as never),
  }),
  'read no drift': (_, { router, ledger, ...ports }) => {
    const blind = {
      ...router,
      read: async (...args: Parameters<typeof router.read>) => {
        const found = await router.read(...args);
        const expected = (await ledger.read(ports.routes[0] ?? ''))?.expected ?? null;
        return expected === null ? found : { ...found, version: expected.version };
      },
    };
    return {
      EvaluateHealth: (input) => evaluateHealth({ ...ports, ledger, router: blind })(input as never),
      Reconcile: async () => ({ repaired: [], reason: 'nothing was read' }),
    };
  },
  'take propagation for granted': (_, { router, clock }) => ({
    CheckPropagation: (input) =>
      checkPropagation({ clock, router: { ...router, propagated: async () => true } })(input as never),
  }),
  'soak without the TTL': (_, ports) => ({
    CheckPropagation: (input) => {
      const { shift, ...rest } = input as { shift: object };
      return checkPropagation(ports)({ ...rest, shift: { ...shift, ttlSeconds: 0 } } as never);
    },
  }),
  'wait for propagation for ever': (steps) => ({
    CheckPropagation: async (input) => {
      const checked = (await steps.CheckPropagation(input)) as { status: string };
      return checked.status === 'late' ? { ...checked, status: 'pending' } : checked;
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;

const OK_ALARM = { kind: 'metric', state: 'OK', reason: 'not read' } as const;
