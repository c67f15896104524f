import type { Plan } from '../../../lambdas/core/plan/plan';
import type { SmokeTest } from '../../../lambdas/core/plan/smoke-test';
import { hostOf } from '../../../lambdas/core/smoke-test/allowed-hosts';
import type { CertificateReading, HealthCheckReading, TargetReading } from '../../../lambdas/ports';
import { preflight } from '../../../lambdas/steps/preflight';
import { probeNewPath } from '../../../lambdas/steps/probe-new-path';
import { smokeTest } from '../../../lambdas/steps/smoke-test';
import type { AllPorts } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';

/** Preflights that read something else than there is. */
const reading =
  (change: (ports: AllPorts, plan: Plan) => Partial<AllPorts>): Tamper =>
  (_, ports) => ({
    Preflight: (input) => {
      const { plan } = input as { readonly plan: Plan };
      return preflight({ ...ports, ...change(ports, plan) })(input as never);
    },
  });

/** Preflights of a plan that wants something else. */
const wanting =
  (change: (checks: Plan['preflight']) => Partial<Plan['preflight']>): Tamper =>
  (_, ports) => ({
    Preflight: (input) => {
      const { plan, ...rest } = input as { readonly plan: Plan };
      const changed = { ...plan, preflight: { ...plan.preflight, ...change(plan.preflight) } };
      return preflight(ports)({ ...rest, plan: changed } as never);
    },
  });

/** Preflights that accept more than the plan does. */
const accepting = (...names: Plan['preflight']['accept']): Tamper =>
  wanting(({ accept }) => ({ accept: [...accept, ...names] }));

/** Preflights that see another certificate. */
const certificate = (
  change: (found: CertificateReading | null, plan: Plan) => CertificateReading | null,
): Tamper =>
  reading(({ certificates }, plan) => ({
    certificates: { describe: async (arn) => change(await certificates.describe(arn), plan) },
  }));

type Targets = readonly TargetReading[] | null;

/** Preflights that see other targets. */
const targets = (change: (found: Targets) => Targets): Tamper =>
  reading(({ targets: real }) => ({
    targets: { targets: async (arn) => change(await real.targets(arn)) },
  }));

const HEALTHY: TargetReading = { id: '10.0.0.1', state: 'healthy', reason: '' };

/** Preflights that see another health check. */
const healthCheck = (change: (found: HealthCheckReading | null) => HealthCheckReading | null): Tamper =>
  reading(({ healthChecks }) => ({
    healthChecks: { describe: async (id, route) => change(await healthChecks.describe(id, route)) },
  }));

/** Bugs before any traffic: the preflight, or the smoke test, passes over something that is not ready. */
export const preflightMutants = {
  'let any TTL pass': wanting(() => ({ maxTtlSeconds: Number.MAX_SAFE_INTEGER })),
  'let a certificate pass that does not exist': certificate(
    (found, plan) => found ?? { status: 'ISSUED', names: [hostOf(plan)], notAfter: null },
  ),
  'let a certificate pass that is for another name': certificate(
    (found, plan) => found && { ...found, names: [hostOf(plan)] },
  ),
  'let a certificate pass that soon expires': certificate((found) => found && { ...found, notAfter: null }),
  'let a target group pass that does not exist': targets((found) => found ?? [HEALTHY]),
  'let a target group pass that has no targets': targets((found) =>
    found?.length === 0 ? [HEALTHY] : found,
  ),
  'let an alarm pass that is not evaluated': reading(({ health }) => ({
    health: {
      ...health,
      alarms: async (names) => (await health.alarms(names)).map(({ evaluationState: _, ...alarm }) => alarm),
    },
  })),
  'let every Auto Scaling group pass': wanting(() => ({ autoScalingGroups: [] })),
  'let every change set pass': wanting(() => ({ changeSets: [] })),
  'let any first raise pass': reading(() => ({ policy: undefined })),
  'let the health of the old record pass': accepting('old-record-health'),
  'let the health of the new record pass': accepting('new-record-health'),
  'let another public zone pass': accepting('other-zone'),
  'let a health check pass on another alarm': reading(({ healthChecks }, plan) => ({
    healthChecks: {
      describe: async (id, route) => {
        const found = await healthChecks.describe(id, route);
        const { newHealthCheck } = plan.router as { newHealthCheck?: { readonly alarm: string } };
        return found && { ...found, alarm: newHealthCheck?.alarm ?? found.alarm };
      },
    },
  })),
  'let a health check pass that is disabled': healthCheck((found) => found && { ...found, disabled: false }),
  'let a health check pass that moves traffic without data': healthCheck(
    (found) => found && { ...found, withoutData: 'LastKnownStatus' },
  ),
  'let slow answers pass the smoke test': testing(({ checks, ...test }) => ({
    ...test,
    checks: checks.map(({ maxLatencyMs: _limit, ...check }) => check),
  })),
  'test the base URL alone': (_, ports) => ({
    SmokeTest: (input) => smokeTest({ ...ports, productionNameTest: 'waived' })(input as never),
  }),
  'probe the base URL alone': (_, ports) => ({
    ProbeNewPath: (input) => probeNewPath({ ...ports, productionNameTest: 'waived' })(input as never),
  }),
  'leave the comparison out of the smoke test': testing(({ compare: _none, ...test }) => test),
  'test without the secret of a check': testing(({ checks, ...test }) => ({
    ...test,
    checks: checks.map((check) => ({ ...check, headers: {} })),
  })),
} satisfies Readonly<Record<string, Tamper>>;

/** Runs the smoke test of another plan. */
function testing(change: (test: SmokeTest) => object): Tamper {
  return (_, ports) => ({
    SmokeTest: (input) => {
      const { plan, ...rest } = input as { readonly plan: Plan };
      return smokeTest(ports)({ ...rest, plan: { ...plan, smokeTest: change(plan.smokeTest) } } as never);
    },
  });
}
