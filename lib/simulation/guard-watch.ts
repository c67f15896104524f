import { alarmArnFor } from '../../lambdas/core/health/alarm-arn';
import { routeKey } from '../../lambdas/core/routers/route';
import type { RouteEntry } from '../../lambdas/ports';
import { FORWARD_ARN } from '../rehearsal/deployed-machines';
import { START, type World } from '../rehearsal/world/world';
import type { LockWatch } from './lock-watch';
import type { Disturbances } from './oracle/disturbances';
import type { Violations } from './violations';

/** What the watch of guards needs. */
interface GuardWatchOptions {
  readonly world: Pick<World, 'functions' | 'ledger' | 'stateMachines' | 'split' | 'plan'>;
  readonly lock: LockWatch;
  readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>;
  readonly violations: Violations;
}

/** By how much the event of an alarm is older than a cutover, so that it is not about it. */
const SURELY_OLDER_MS = 10_000;

/**
 * Watches the guards, which act on cutovers that they have not started. The event of an alarm that is not one
 * of the plan stops nothing, nor does one from before the cutover: its preflight has read the alarm since.
 * No guard reverts a cutover that runs because another execution has ended, or while its route is unchanged.
 */
export function watchGuards({ world, lock, disturbances, violations }: GuardWatchOptions): void {
  const { functions, ledger, stateMachines, split, plan } = world;
  const ours = plan.health.alarms.map((alarm) => alarmArnFor(FORWARD_ARN, alarm));
  const runs = (execution: string) => stateMachines.execution(execution)?.end === null;
  // By the reconciler.
  const isStopped = (execution: string) => stateMachines.execution(execution)?.end?.error === 'RouteChanged';
  const mayHaveChanged = () =>
    split.history.some(({ by }) => by === 'another') ||
    disturbances.hasBeenActiveSince('stuck-pending', START);
  const alarmFired = ({ resources, time }: AlarmEvent) => {
    const isOurs = resources.some((arn) => ours.includes(arn));
    const isOlder = Date.parse(time) + SURELY_OLDER_MS < (lock.acquiredAt ?? 0);
    const which = isOurs ? 'from before a cutover' : 'that is not one of the plan';
    violations.require(isOurs && !isOlder, 'only-its-own-alarms', `an alarm ${which} has stopped it`);
  };
  // A shift has landed, and could not be recorded before its lease was over.
  const isUnrecorded = (entry: RouteEntry | null) => entry?.expected?.percent !== split.percent();
  const invoke = functions.invoke.bind(functions);
  functions.invoke = async (task, payload, by) => {
    const execution = lock.owner?.execution ?? '';
    const ran = runs(execution);
    const known = ledger.read(routeKey(plan.router));
    const answer = await invoke(task, payload, by);
    const { stopped = [], started = [], repaired = [] } = (answer ?? {}) as Partial<Record<string, string[]>>;
    if (task === 'GuardAlarm' && stopped.length > 0) {
      alarmFired(payload as AlarmEvent);
    }
    const acts =
      (task === 'GuardExecution' && started.length > 0) ||
      (task === 'Reconcile' && repaired.length > 0 && !mayHaveChanged() && !isUnrecorded(await known));
    violations.require(
      !acts ||
        !ran ||
        !(runs(execution) || isStopped(execution)) ||
        disturbances.hasBeenActiveSince('redrive', START),
      'reverts-for-a-reason',
      `${task} has acted on a cutover that runs, and nothing was wrong`,
    );
    return answer;
  };
}

interface AlarmEvent {
  readonly resources: readonly string[];
  readonly time: string;
}
