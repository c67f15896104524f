import { REVERT_ARN } from '../../rehearsal/deployed-machines';
import { LockWatch } from '../lock-watch';
import { Deeds } from './deeds';
import { EndWatch } from './end-watch';
import type { InterleavingInvariant, InterleavingViolation } from './invariants';
import type { InterleavingMutant } from './mutants';
import { RaiseWatch } from './raise-watch';
import type { Schedule } from './schedule';
import { RECONCILE_EVERY_MS, System } from './system';
import { WriteWatch } from './write-watch';

/** What became of an interleaving. */
export interface ScheduleResult {
  readonly violations: readonly InterleavingViolation[];
  /** Writes within the documented window of a router without compare-and-swap. */
  readonly windows: number;
  /** How the executions of the forward machine ended. */
  readonly statuses: readonly string[];
}

/** Runs of the reconciler once nothing else goes on: one for each thing that it may have to mend. */
const RECONCILES = 4;
/** No interleaving needs as long, in milliseconds. */
const LIMIT_MS = 6 * 3_600_000;

/** Executions of the machine that reverts begin with this. */
const REVERT_EXECUTION = `${REVERT_ARN.replace(':stateMachine:', ':execution:')}:`;
/** Errors with which a step reports that a command holds it back. */
const HELD_BACK = ['PausedError', 'AbortedError', 'AbortedUnderWayError'];

/** Runs an interleaving until nothing goes on any more, and checks the invariants meanwhile. */
export async function runSchedule(schedule: Schedule, mutant?: InterleavingMutant): Promise<ScheduleResult> {
  const violations: InterleavingViolation[] = [];
  const violated = (invariant: InterleavingInvariant, detail: string): void => {
    violations.push({ invariant, detail });
  };
  const system: System = new System(
    schedule,
    {
      arrived: (call) => deeds.arrived(call),
      hasRead: (invocation) => writes.hasRead(invocation),
      invoked: (invocation) => writes.invoked(invocation),
      answered: (invocation, output) => {
        if (invocation.task === 'Operate') {
          raises.answered(invocation, output);
        }
      },
      failed: ({ invokedBy, task }, { name, message }) => {
        if (invokedBy.startsWith(REVERT_EXECUTION) && HELD_BACK.includes(name)) {
          violated('pause-holds-up-no-revert', `${task} of a revert: ${name}: ${message}`);
        }
      },
    },
    mutant?.tamper,
  );
  const { clock, table, split, network, machines, plan } = system;
  const current = () => network.current;
  const now = () => clock.now();
  const raises = new RaiseWatch({ plan, ledger: table, now, current, violated });
  const hasFailedLoudly = (execution: string) =>
    machines.executions().some(({ arn }) => {
      const { input, end: ended } = machines.execution(arn) ?? { input: null, end: null };
      return isRevertOf(input, execution) && ended?.status === 'FAILED';
    });
  const end = new EndWatch({ split, current, writers: () => network.writers(), hasFailedLoudly, violated });
  const lock = new LockWatch({
    ...{ ledger: table, now, current },
    released: (owner, by) => {
      end.released(owner, by);
      deeds.lockIsFree();
    },
  });
  const moment = () => network.moment();
  const writes = new WriteWatch({
    plan,
    split,
    lock,
    moment,
    current,
    writers: () => network.writers(),
    violated,
  });
  const deeds = new Deeds(system, lock, (execution) => {
    // A revert that a change by someone else holds up says so, and ends as failed.
    const isWaiting = lock.isHeldUp(execution) && !hasFailedLoudly(execution);
    if (raises.pending(execution) === 'pause' && isWaiting) {
      violated('pause-holds-up-no-revert', 'the revert of a paused cutover has not ended');
    }
  });
  system.startReconciler();
  system.cutovers.start(plan);
  const limit = clock.now() + LIMIT_MS;
  await system.activity.untilIdle(limit);
  deeds.startSecond();
  await system.activity.untilIdle(limit);
  for (let i = 0; i < RECONCILES && lock.owner !== null && clock.now() < limit; i += 1) {
    await clock.runUntil(clock.sleep(RECONCILE_EVERY_MS));
    await system.activity.untilIdle(limit);
  }
  end.ended(lock);
  const forward = machines.executions().filter(({ arn }) => !arn.startsWith(REVERT_EXECUTION));
  const statuses = forward.map(({ arn }) => machines.execution(arn)?.end?.status ?? 'RUNNING');
  return { violations, windows: writes.windows, statuses };
}

function isRevertOf(input: unknown, execution: string): boolean {
  return (input as { execution?: unknown } | null)?.execution === execution;
}
