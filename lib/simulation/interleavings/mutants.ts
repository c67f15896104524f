import type { Ledger, TrafficRouter } from '../../../lambdas/ports';
import { guardAlarm } from '../../../lambdas/steps/guards/guard-alarm';
import { guardExecution } from '../../../lambdas/steps/guards/guard-execution';
import { reconcile } from '../../../lambdas/steps/guards/reconcile';
import { releaseLock } from '../../../lambdas/steps/release-lock';
import { revertTraffic } from '../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import type { AllPorts } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { commandMutants, reading } from '../mutants/command-mutants';
import { AFTER_ANY_LEASE, type RevertInput, turnOverAll } from '../mutants/mutated-revert';
import { mutants } from '../mutants/registry';
import type { InterleavingInvariant } from './invariants';

/** A bug, and the invariant that it has to violate. */
export interface InterleavingMutant {
  readonly violates: InterleavingInvariant;
  readonly tamper: Tamper;
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
    tamper: commandMutants['read no command before a raise'],
  },

  'skip the fence': {
    violates: 'no-write-without-the-lock',
    tamper: mutants['skip the fence'],
  },

  'take the lock from a cutover that runs': {
    violates: 'no-write-under-the-next-cutover',
    tamper: (steps, ports) => ({
      ...mutants['skip the fence'](steps, ports),
      ...commandMutants['take the lock from a cutover that runs'](steps, ports),
    }),
  },

  'take every lease for over': {
    violates: 'release-after-the-last-write',
    tamper: (_, { ledger, ...ports }) => {
      const over = { shiftingUntil: null, leaseUntil: null };
      const lenient: Ledger = {
        ...reading(ledger, (entry) => ({ ...entry, ...over })),
        release: (route, fence) => ledger.release(route, fence, AFTER_ANY_LEASE),
      };
      return {
        RevertTraffic: (input) => revertTraffic({ ...ports, ledger: lenient })(input as never),
        ReleaseLock: (input) => releaseLock({ ...ports, ledger: lenient })(input as never),
      };
    },
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
        const { route, execution, revert } = input as RevertInput;
        const fence = await ledger.takeOver(route, execution, turnOverAll(revert));
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
        const { route, execution, revert } = input as RevertInput;
        const fence = await ledger.takeOver(route, execution, turnOverAll(revert));
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
    tamper: (steps, { executions, ...ports }) => {
      const startRevert = (_name: string, input: unknown) =>
        executions.startRevert(`revert-${ports.clock.now()}`, input);
      const eager = { ...ports, executions: { ...executions, startRevert } };
      return {
        GuardExecution: (input) => guardExecution(eager)(input as never),
        GuardAlarm: (input) => guardAlarm(eager)(input as never),
        Reconcile: () => reconcile(eager)(),
        // Each has the turn of the other.
        RevertTraffic: (input) =>
          steps.RevertTraffic({ ...(input as object), revert: 'arn:any', entered: '' }),
      };
    },
  },

  'keep a command that is refused': {
    violates: 'refused-command-changes-nothing',
    tamper: commandMutants['keep a command that is refused'],
  },

  'take any approval for that of the stage': {
    violates: 'approval-of-its-stage',
    tamper: commandMutants['take any approval for that of the stage'],
  },
} satisfies Readonly<Record<string, InterleavingMutant>>;

interface Kind {
  readonly kind: string;
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
