import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import { acquireLock } from '../../../lambdas/steps/acquire-lock';
import { preflight } from '../../../lambdas/steps/preflight';
import { prepareRecords } from '../../../lambdas/steps/prepare-records';
import { releaseLock } from '../../../lambdas/steps/release-lock';
import { restoreRecords } from '../../../lambdas/steps/restore-records';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';
import { AFTER_ANY_LEASE, type RevertInput, turnOverAll } from './mutated-revert';

/** No lease is running. */
const LEASELESS = { leaseUntil: null, shiftingUntil: null } as const;

/** Bugs of the revert, of the guards, and of raises. */
export const returnMutants = {
  'stop nothing for an alarm': () => ({
    GuardAlarm: async () => ({ stopped: [], reason: 'not heeded' }),
  }),
  'only record an abort': (_, { ledger, routes, clock }) => ({
    Operate: async (input) => {
      const { kind, execution, reason, ...rest } = JSON.parse((input as { body: string }).body);
      const by = 'arn:aws:iam::000000000000:user/operator';
      const at = new Date(clock.now()).toISOString();
      await ledger.sendCommand(routes[0] ?? '', execution, { kind, by, person: by, reason, at, ...rest });
      const answer = { accepted: true, kind, route: routes[0], execution, by, at, next: 'nothing' };
      return { statusCode: 200, body: JSON.stringify(answer) };
    },
  }),
  'start no revert for an execution that ended': () => ({
    GuardExecution: async () => ({ started: [], reason: 'nothing' }),
  }),
  'reconcile nothing': () => ({ Reconcile: async () => ({ repaired: [], reason: 'nothing' }) }),
  'take a new fence with each try of the lock': (_, { ledger, ...ports }) => ({
    AcquireLock: (input) => {
      const acquire: typeof ledger.acquire = async (route, router, owner) => {
        const lock = (await ledger.read(route))?.lock ?? null;
        if (lock?.execution === owner.execution && !lock.reverting) {
          await ledger.release(route, lock.fence, AFTER_ANY_LEASE);
        }
        return ledger.acquire(route, router, owner);
      };
      return acquireLock({ ...ports, ledger: { ...ledger, acquire } })(input as never);
    },
  }),
  'move the traffic back to a path without a healthy target': (_, ports) => ({
    RevertTraffic: (input) => {
      const unknown = { targets: () => Promise.reject(new Error('not asked')) };
      return revertTraffic({ ...ports, targets: unknown })(input as never);
    },
  }),
  'move the traffic back every ten minutes': (steps, { ledger, clock }) => ({
    RevertTraffic: async (input) => {
      const { route, execution, revert } = input as RevertInput;
      const intoMs = clock.now() % 600_000;
      if (intoMs < 400_000 && (await ledger.takeOver(route, execution, turnOverAll(revert))) !== null) {
        const waitSeconds = Math.ceil((600_000 - intoMs) / 1_000);
        return { action: 'wait', reason: 'later', fence: 0, waitSeconds };
      }
      return steps.RevertTraffic(input);
    },
  }),
  'forget the lease in a revert': (_, { ledger, ...ports }) => {
    const free = reading(ledger, (entry) => ({ ...entry, ...LEASELESS }));
    return { RevertTraffic: (input) => revertTraffic({ ...ports, ledger: free })(input as never) };
  },
  'move the traffic back and wait for no lease': (_, { ledger, ...ports }) => {
    const free = reading(ledger, (entry) => ({ ...entry, leaseUntil: null }));
    return { RevertTraffic: (input) => revertTraffic({ ...ports, ledger: free })(input as never) };
  },
  'release while a write is on its way': (_, { ledger, ...ports }) => ({
    RevertTraffic: (input) => {
      const free = reading(ledger, (entry) => ({ ...entry, ...LEASELESS }));
      return revertTraffic({ ...ports, ledger: free })(input as never);
    },
    ReleaseLock: (input) => {
      const release: typeof ledger.release = (route, fence) => ledger.release(route, fence, AFTER_ANY_LEASE);
      return releaseLock({ ...ports, ledger: { ...ledger, release } })(input as never);
    },
  }),
  'restore before the lease is over': (_, { ledger, ...ports }) => {
    const free = reading(ledger, (entry) => ({ ...entry, ...LEASELESS }));
    return { RestoreRecords: (input) => restoreRecords({ ...ports, ledger: free })(input as never) };
  },
  'release before the revert has propagated': (steps) => ({
    CheckPropagation: async (input) => {
      const { shift } = input as { shift: { percent: number } };
      const checked = (await steps.CheckPropagation(input)) as object;
      return shift.percent === 0 ? { ...checked, status: 'propagated' } : checked;
    },
  }),
  'forget what a revert has written': (_, { ledger, ...ports }) => ({
    RevertTraffic: (input) =>
      revertTraffic({ ...ports, ledger: { ...ledger, beginShift: async () => true } })(input as never),
  }),
  'revert to one percent': (_, { router, ...ports }) => ({
    RevertTraffic: (input) => {
      const putBack: typeof router.putBack = async (route, _target, found) => ({
        change: await router.write(route, 1, found),
        refused: [],
      });
      return revertTraffic({ ...ports, router: { ...router, putBack } })(input as never);
    },
  }),
  'revert the first type alone': (_, { router, records, ...ports }) => ({
    RevertTraffic: (input) => {
      const putBack: typeof router.putBack = async (route, target, found) => {
        const ours = recordRouteOf(route);
        if (ours === null || ours.recordTypes.length < 2) {
          return router.putBack(route, target, found);
        }
        const isFirst = ({ Type }: RecordSet) => Type === ours.recordTypes[0];
        const wanted = (JSON.parse(target.version) as RecordSet[]).filter(isFirst);
        const { id } = await records.replace(ours, (await records.read(ours)).filter(isFirst), wanted);
        return { change: { id, version: target.version, route }, refused: [] };
      };
      return revertTraffic({ ...ports, router: { ...router, putBack } })(input as never);
    },
  }),
  'move the traffic back without a revert': (_, { ledger, router, routes }) => ({
    GuardAlarm: async () => {
      const entry = await ledger.read(routes[0] ?? '');
      if (entry?.router != null && entry.lock !== null && (entry.expected?.percent ?? 0) > 0) {
        const found = await router.read(entry.router);
        await router.write(entry.router, 0, found.version);
      }
      return { stopped: [], reason: 'moved back' };
    },
  }),
  'shift to the stage after the next': (_, ports) => ({
    ShiftTraffic: (input) => {
      const { plan } = input as { plan: Plan };
      const stages = plan.stages.map((stage, i) => ({
        ...stage,
        percent: plan.stages[i + 1]?.percent ?? stage.percent,
      }));
      return shiftTraffic(ports)({ ...(input as object), plan: { ...plan, stages } } as never);
    },
  }),
  'shift over what someone else has changed': (_, { ledger, router, ...ports }) => {
    const agreeing = reading(ledger, (entry) => entry);
    const read: typeof ledger.read = async (route) => {
      const entry = await agreeing.read(route);
      if (entry?.router == null || entry.expected === null) {
        return entry;
      }
      const { version } = await router.read(entry.router);
      return { ...entry, expected: { ...entry.expected, version } };
    };
    return {
      ShiftTraffic: (input) =>
        shiftTraffic({ ...ports, router, ledger: { ...ledger, read } })(input as never),
    };
  },
  'record no decision before a shift': (_, { ledger, ...ports }) => ({
    ShiftTraffic: (input) =>
      shiftTraffic({ ...ports, ledger: { ...ledger, record: async () => undefined as never } })(
        input as never,
      ),
  }),
  'change the TTL with a shift': (_, { router, records, ...ports }) => ({
    ShiftTraffic: (input) => {
      const write: typeof router.write = async (route, percent, version) => {
        const done = await router.write(route, percent, version);
        const ours = recordRouteOf(route);
        if (ours === null) {
          return done;
        }
        const now = await records.read(ours);
        const wanted = now.map((one) => (one.TTL === undefined ? one : { ...one, TTL: one.TTL + 1 }));
        const { id } = await records.replace(ours, now, wanted);
        return { ...done, id, version: JSON.stringify(wanted) };
      };
      return shiftTraffic({ ...ports, router: { ...router, write } })(input as never);
    },
  }),
  'take the shortest lead of several types': (_, { records, ...ports }) => ({
    PrepareRecords: (input) => {
      const { plan } = input as { plan: Plan };
      const ttl = plan.ttl === undefined ? undefined : { ...plan.ttl, leadSeconds: 0 };
      return prepareRecords({ ...ports, records })({ ...(input as object), plan: { ...plan, ttl } } as never);
    },
  }),
  'find nothing in the preflight': (_, ports) => ({
    Preflight: (input) => {
      const { plan } = input as { plan: Plan };
      const { certificateArn: _, ...rest } = plan.preflight;
      const none = { targetGroupArns: [], oldTargetGroupArns: [], autoScalingGroups: [], changeSets: [] };
      const blind = { ...rest, ...none } as Plan['preflight'];
      const step = preflight(ports);
      return step({ ...(input as object), plan: { ...plan, preflight: blind } } as never);
    },
  }),
  'let an alarm pass in the preflight': (_, { health, ...ports }) => ({
    Preflight: (input) => {
      const alarms: typeof health.alarms = async (names) =>
        (await health.alarms(names)).map((one) => ({ ...one, state: 'OK' as const }));
      return preflight({ ...ports, health: { ...health, alarms } })(input as never);
    },
  }),
  'pass every smoke test': (steps) => ({
    SmokeTest: async (input) => ({ ...((await steps.SmokeTest(input)) as object), verdict: 'pass' }),
  }),
} satisfies Readonly<Record<string, Tamper>>;
