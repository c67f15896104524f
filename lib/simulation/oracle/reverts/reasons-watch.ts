import { StatesError } from '../../../rehearsal/asl/expressions';
import { START, type World } from '../../../rehearsal/world/world';
import type { FunctionName } from '../../../workflow/tasks';
import type { LockWatch } from '../../lock-watch';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';

/** What the watch of reasons needs. */
interface ReasonsWatchOptions {
  readonly world: World;
  readonly lock: LockWatch;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
}

/** What a step has said of why its cutover goes no further. */
interface Said {
  readonly task: FunctionName;
  /** The error that it failed with; null when it answered. */
  readonly error: string | null;
  readonly reason: string;
  /** Whether its cutover held the lock from its beginning to its end. */
  readonly held: boolean;
}

/** A reason to go no further, and whether the world has one. */
interface Reason {
  readonly isGivenBy: (said: Said) => boolean;
  readonly isTrue: (said: Said, options: ReasonsWatchOptions) => boolean;
  readonly butTruly: string;
}

type FaultKind = Parameters<Disturbances['hasBeenActiveSince']>[0];

const CHANGED = 'changed by someone else';
const NOT_HELD = 'is no longer held under fence';

/** A step that fails with an error needs one of these faults, at any time before. */
function needs(error: string, ...kinds: readonly FaultKind[]): Reason {
  return {
    isGivenBy: (said) => said.error === error,
    isTrue: (_, { disturbances }) => kinds.some((kind) => disturbances.hasBeenActiveSince(kind, START)),
    butTruly: `there was no ${kinds.join(', and no ')}`,
  };
}

const hasChanged = ({ world }: ReasonsWatchOptions) =>
  world.split.history.some(({ by, broken }) => by === 'another' || broken !== null);

const REASONS: readonly Reason[] = [
  {
    // A revert has moved the route back while the shift was on its way.
    isGivenBy: ({ task, error, reason, held }) =>
      reason.includes(CHANGED) && task !== 'RevertTraffic' && (held || error === null),
    isTrue: (_, options) =>
      hasChanged(options) || options.disturbances.hasBeenActiveSince('stuck-pending', START),
    butTruly: 'nobody else has changed the route',
  },
  {
    isGivenBy: ({ reason }) => reason.includes(NOT_HELD),
    isTrue: ({ held }, { disturbances }) =>
      !held || disturbances.hasBeenActiveSince('ledger-corrupted', START),
    butTruly: 'its cutover held the lock all the time',
  },
  {
    isGivenBy: ({ error, held }) => error === 'RouteBrokenError' && held,
    isTrue: (_, options) =>
      hasChanged(options) || options.disturbances.hasBeenActiveSince('record-added', START),
    butTruly: 'the route has carried a percent all the time',
  },
  needs('LedgerCorruptError', 'ledger-corrupted'),
  needs('PathUnhealthyError', 'targets-unhealthy', 'auto-scaling-group'),
  needs('ClockOffError', 'clock-off', 'slow-api', 'throttle', 'api-error', 'control-plane-dead'),
  needs('PausedError', 'operator'),
  needs('AbortedError', 'operator'),
  needs('AbortedUnderWayError', 'operator'),
];

/**
 * Checks that the reason is true for which a step lets its cutover go no further: who has changed the route,
 * or taken the lock, and what somebody has commanded. The cutover reverts for it.
 */
export function watchReasons(options: ReasonsWatchOptions): void {
  const { world, lock, violations } = options;
  const { functions } = world;
  const invoke = functions.invoke.bind(functions);
  const check = (said: Said) => {
    for (const { isTrue, butTruly } of REASONS.filter((one) => one.isGivenBy(said))) {
      violations.require(
        isTrue(said, options),
        'reverts-for-a-reason',
        `${said.task} says "${said.reason.slice(0, 300)}", and ${butTruly}`,
      );
    }
  };
  functions.invoke = async (task, payload, by) => {
    const { execution = '' } = payload as { readonly execution?: string };
    const heldBefore = lock.holds(execution);
    const held = () => heldBefore && lock.holds(execution);
    try {
      const output = await invoke(task, payload, by);
      const { move, status, reason = '' } = (output ?? {}) as Partial<Record<string, string>>;
      if (move === 'revert' || status === 'failed') {
        check({ task, error: null, reason, held: held() });
      }
      return output;
    } catch (error) {
      if (error instanceof StatesError) {
        check({ task, error: error.name, reason: error.message, held: held() });
      }
      throw error;
    }
  };
}
