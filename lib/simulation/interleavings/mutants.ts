import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Ledger, RouteEntry, TrafficRouter } from '../../../lambdas/ports';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import { guardAlarm } from '../../../lambdas/steps/guard-alarm';
import { guardExecution } from '../../../lambdas/steps/guard-execution';
import { reconcile } from '../../../lambdas/steps/reconcile';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { AllPorts } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { mutants } from '../mutants';
import type { InterleavingInvariant } from './invariants';

/** A bug, and the invariant that it has to violate. */
export interface InterleavingMutant {
  readonly violates: InterleavingInvariant;
  /** The steps that have it. */
  readonly tamper?: Tamper;
  /** The table that has it: replaces methods. */
  readonly plantInTable?: (table: Ledger) => void;
}

/** Bugs that the interleavings must find: one for each invariant. They are used for nothing else. */
export const interleavingMutants = {
  'shift one stage too far': {
    violates: 'percent-within-stage',
    tamper: (_, ports) => ({
      ShiftTraffic: (input) => shiftTraffic({ ...ports, router: writing100(ports.router) })(input as never),
    }),
  },

  'read no command before a raise': {
    violates: 'no-raise-over-a-command',
    tamper: mutants['read no command before a raise'],
  },

  'skip the fence': {
    violates: 'no-write-without-the-lock',
    tamper: mutants['skip the fence'],
  },

  'grant the lock of a cutover that runs': {
    violates: 'no-write-under-the-next-cutover',
    tamper: mutants['skip the fence'],
    plantInTable: (table) => {
      const { acquire, release } = table;
      table.acquire = async (route, router, owner) => {
        const result = await acquire(route, router, owner);
        if (result.acquired) {
          return result;
        }
        await release(route, result.holder.fence);
        return acquire(route, router, owner);
      };
    },
  },

  'take every lease for over': {
    violates: 'release-after-the-last-write',
    tamper: (_, { ledger, ...ports }) => ({
      RevertTraffic: (input) =>
        revertTraffic({ ...ports, ledger: reading(ledger, (entry) => ({ ...entry, shiftingUntil: null })) })(
          input as never,
        ),
    }),
  },

  'write without comparing': {
    violates: 'foreign-changes-stay',
    tamper: (_, ports) => ({
      ShiftTraffic: (input) =>
        shiftTraffic({ ...ports, router: notComparing(ports, (input as { route: string }).route) })(
          input as never,
        ),
    }),
  },

  'release without a revert': {
    violates: 'ends-at-snapshot-or-success',
    tamper: (_, { ledger }) => ({
      RevertTraffic: async (input) => {
        const { route, execution } = input as { route: string; execution: string };
        const fence = await ledger.takeOver(route, execution);
        const rest = { reason: 'nothing was moved', fence, deploying: false, prepared: false };
        return { action: fence === null ? 'nothing' : 'unlock', ...rest };
      },
    }),
  },

  'leave every lock alone': {
    violates: 'no-lock-left-behind',
    tamper: () => ({ Reconcile: async () => ({ repaired: [], reason: 'nothing to repair' }) }),
  },

  'wait for the end of a pause': {
    violates: 'pause-holds-up-no-revert',
    tamper: (steps, { ledger }) => ({
      RevertTraffic: async (input) => {
        const { route, execution } = input as { route: string; execution: string };
        const fence = await ledger.takeOver(route, execution);
        const kinds = (await ledger.read(route))?.commands.stored.map((one) => (one as Kind).kind) ?? [];
        const isPaused = kinds.lastIndexOf('pause') > kinds.lastIndexOf('resume');
        return fence !== null && isPaused
          ? { action: 'wait', reason: 'paused', fence, waitSeconds: 10 }
          : steps.RevertTraffic(input);
      },
    }),
  },

  'start a revert beside another': {
    violates: 'one-revert-writes',
    tamper: (_, { executions, ...ports }) => {
      const startRevert = (_name: string, input: unknown) =>
        executions.startRevert(`revert-${ports.clock.now()}`, input);
      const eager = { ...ports, executions: { ...executions, startRevert } };
      return {
        GuardExecution: (input) => guardExecution(eager)(input as never),
        GuardAlarm: (input) => guardAlarm(eager)(input as never),
        Reconcile: () => reconcile(eager)(),
      };
    },
  },

  'keep a command that is refused': {
    violates: 'refused-command-changes-nothing',
    tamper: (steps, { ledger, routes }) => ({
      Operate: async (input) => {
        const answer = (await steps.Operate(input)) as { statusCode: number };
        const { kind, execution } = JSON.parse((input as { body: string }).body);
        if (answer.statusCode !== 200) {
          const command = { kind, by: 'operator', person: 'operator', reason: 'refused' };
          await ledger.sendCommand(routes[0] ?? '', execution, { ...command, at: new Date(0).toISOString() });
        }
        return answer;
      },
    }),
  },

  'take any approval for that of the stage': {
    violates: 'approval-of-its-stage',
    tamper: (_, { ledger, ...ports }) => ({
      EvaluateHealth: (input) => {
        const { plan, soakState } = input as { plan: Plan; soakState: { stage: number; startedAt: string } };
        const of = { atPercent: plan.stages[soakState.stage]?.percent, at: soakState.startedAt };
        const counting = reading(ledger, (entry) => ({
          ...entry,
          commands: {
            ...entry.commands,
            stored: entry.commands.stored.map((one) =>
              (one as Kind).kind === 'approve' ? { ...(one as object), ...of } : one,
            ),
          },
        }));
        return evaluateHealth({ ...ports, ledger: counting })(input as never);
      },
    }),
  },
} satisfies Readonly<Record<string, InterleavingMutant>>;

interface Kind {
  readonly kind: string;
}

/** A ledger whose entries are read otherwise than they are. */
function reading(ledger: Ledger, change: (entry: RouteEntry) => RouteEntry): Ledger {
  return {
    ...ledger,
    read: async (route) => {
      const entry = await ledger.read(route);
      return entry === null ? null : change(entry);
    },
  };
}

/** Writes 100 % whatever is asked for. */
function writing100(router: TrafficRouter): TrafficRouter {
  return { ...router, write: (route, _, version) => router.write(route, 100, version) };
}

/** Takes the route for unchanged, and writes over whatever it is. */
function notComparing({ router, ledger }: AllPorts, key: string): TrafficRouter {
  return {
    ...router,
    read: async (route) => {
      const reading = await router.read(route);
      return { ...reading, version: (await ledger.read(key))?.expected?.version ?? reading.version };
    },
    write: async (route, percent) => router.write(route, percent, (await router.read(route)).version),
  };
}
