import type { SoakDecision } from '../../../lambdas/core/health/soak';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import { type RecordSet, recordsAt } from '../../../lambdas/core/routers/route53/weighted-records';
import type { HealthSource, Ledger, TrafficRouter } from '../../../lambdas/ports';
import { checkDeployment } from '../../../lambdas/steps/check-deployment';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import { guardAlarm } from '../../../lambdas/steps/guards/guard-alarm';
import { guardExecution } from '../../../lambdas/steps/guards/guard-execution';
import { reconcile } from '../../../lambdas/steps/guards/reconcile';
import { preflight } from '../../../lambdas/steps/preflight';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import { validatePlan } from '../../../lambdas/steps/validate-plan';
import type { AllPorts } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';

/** A ledger whose fence refuses no write. */
function withoutFence(ledger: Ledger, fence: number): Ledger {
  return {
    ...ledger,
    read: async (route) => {
      const entry = await ledger.read(route);
      return entry?.lock == null ? entry : { ...entry, lock: { ...entry.lock, fence, reverting: false } };
    },
    beginShift: async () => true,
    saveExpected: (route, _, expected) => ledger.saveExpected(route, fence, expected).catch(() => undefined),
  };
}

/**
 * Bugs, each of which the simulation must find. They replace steps of a rehearsal and are used for nothing
 * else.
 */
export const stepMutants = {
  'skip the fence': (_, ports) => ({
    ShiftTraffic: (input) =>
      shiftTraffic({ ...ports, ledger: withoutFence(ports.ledger, (input as { fence: number }).fence) })(
        input as never,
      ),
  }),

  'ignore the policy': (_, ports) => ({
    ValidatePlan: (input) => validatePlan({ ...ports, policy: undefined })(input as never),
    Preflight: (input) => preflight({ ...ports, policy: undefined })(input as never),
  }),

  'forget the lock': (steps) => ({
    ReleaseLock: async (input) => {
      const { ended } = input as { ended: { outcome: string; reason: string } };
      return ended.outcome === 'reverted' ? ended : steps.ReleaseLock(input);
    },
  }),

  'treat missing data as OK': (_, ports) => ({
    EvaluateHealth: (input) => {
      const alarms = async (names: readonly string[]) =>
        (await ports.health.alarms(names)).map((alarm) =>
          alarm.state === 'INSUFFICIENT_DATA' ? { ...alarm, state: 'OK' as const } : alarm,
        );
      const requests: HealthSource['requests'] = async (...question) =>
        (await ports.health.requests(...question)) || 1_000_000;
      return evaluateHealth({ ...ports, health: { ...ports.health, alarms, requests } })(input as never);
    },
  }),

  'drop a record of weight 0': (_, ports) => ({
    ShiftTraffic: (input) =>
      shiftTraffic({ ...ports, router: writing(ports, (all) => all.filter(({ Weight }) => Weight !== 0)) })(
        input as never,
      ),
  }),

  'write weights of 0 alone': (_, ports) => ({
    ShiftTraffic: (input) =>
      shiftTraffic({ ...ports, router: writing(ports, (all) => all.map((one) => ({ ...one, Weight: 0 }))) })(
        input as never,
      ),
  }),

  'treat a deployment as completed at once': (_, ports) => ({
    CheckDeployment: (input) => {
      const read: typeof ports.deployments.read = async (id) => {
        const progress = await ports.deployments.read(id);
        return progress === null ? null : { ...progress, serves: true };
      };
      return checkDeployment({ ...ports, deployments: { ...ports.deployments, read } })(input as never);
    },
  }),

  'use a verdict from before a deployment': (steps) => ({
    CheckDeployment: async (input) => {
      const { soakState: before } = input as { soakState: { effectiveAt: string } | null };
      const checked = (await steps.CheckDeployment(input)) as { soakState: object | null };
      const soakState = before === null ? null : { ...checked.soakState, effectiveAt: before.effectiveAt };
      return { ...checked, soakState };
    },
  }),

  'forget the deployment': () => ({
    StopDeployment: async () => ({ status: 'done', reason: 'nothing was stopped', waitSeconds: 0 }),
  }),

  'raise on inconclusive': (steps) => ({
    EvaluateHealth: async (input) => {
      const decision = (await steps.EvaluateHealth(input)) as SoakDecision & { verdict: string };
      const { plan } = input as { plan: { stages: unknown[] } };
      const more = decision.soakState.stage + 1 < plan.stages.length;
      return decision.verdict === 'inconclusive' && decision.move === 'wait' && more
        ? { ...decision, move: 'shift' }
        : decision;
    },
  }),

  'revert by UPSERT of the snapshot': (_, ports) => ({
    RevertTraffic: async (input) => {
      const { route } = input as { route: string };
      const snapshot = (await ports.ledger.read(route))?.snapshot ?? null;
      const router = snapshot === null ? ports.router : upserting(ports, snapshot.version);
      return revertTraffic({ ...ports, router })(input as never);
    },
  }),

  'take the name of a revert for its proof': (_, ports) => {
    const startRevert = async (name: string, input: unknown) => {
      await ports.executions.startRevert(name, input);
      return true;
    };
    const blind = { ...ports, executions: { ...ports.executions, startRevert } };
    return {
      CheckRevert: async (input) => {
        const { revertName, attempt } = input as { revertName: string; attempt: number };
        const revert = (await ports.executions.describeRevert(revertName))?.status ?? 'UNKNOWN';
        return { revert, reason: revert, revertName, attempt };
      },
      GuardExecution: (input) => guardExecution(blind)(input as never),
      GuardAlarm: (input) => guardAlarm(blind)(input as never),
      Reconcile: () => reconcile(blind)(),
    };
  },

  'forget to restore': () => ({
    RestoreRecords: async () => ({ action: 'restored', reason: 'nothing', waitSeconds: 0 }),
  }),

  'skip the lead': (steps) => ({
    CheckPreparation: async (input) => {
      const checked = (await steps.CheckPreparation(input)) as {
        move: string;
        lead: { inEffectAt: unknown };
      };
      return checked.lead.inEffectAt === null ? checked : { ...checked, move: 'ready' };
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;

/** Writes other records than it was asked for. */
function writing(
  { router, records }: AllPorts,
  change: (wanted: readonly RecordSet[]) => readonly RecordSet[],
): TrafficRouter {
  return {
    ...router,
    write: async (route, percent, version) => {
      const ours = recordRouteOf(route);
      if (ours === null) {
        return router.write(route, percent, version);
      }
      const wanted = recordsAt(ours, version, percent);
      const { id } = await records.replace(ours, recordSets(version), change(recordSets(wanted)));
      return { id, version: wanted, route };
    },
  };
}

/** Replaces whatever records exist by those of a version. */
function upserting({ router, records }: AllPorts, version: string): TrafficRouter {
  return {
    ...router,
    putBack: async (route, target, found) => {
      const ours = recordRouteOf(route);
      if (ours === null) {
        return router.putBack(route, target, found);
      }
      const { id } = await records.replace(ours, await records.read(ours), recordSets(version));
      return { change: { id, version, route }, refused: [] };
    },
  };
}

const recordSets = (version: string): readonly RecordSet[] => JSON.parse(version);
