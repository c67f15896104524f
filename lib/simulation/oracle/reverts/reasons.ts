import * as errors from '../../../../lambdas/core/shared/errors';
import { START, type World } from '../../../rehearsal/world/world';
import type { FunctionName } from '../../../workflow/tasks';
import type { Disturbances } from '../disturbances';

/** What is so in the world. */
export interface ReasonFacts {
  readonly world: World;
  readonly disturbances: Disturbances;
}

/** What a step has said of why its cutover goes no further. */
export interface GivenReason {
  readonly task: FunctionName;
  /** The error that it failed with; null when it answered. */
  readonly error: string | null;
  readonly reason: string;
  /** Whether its cutover held the lock from its beginning to its end. */
  readonly held: boolean;
  /** Whether another cutover, or a revert, held it at its beginning or at its end. */
  readonly isLocked: boolean;
  /** Whether an operator's abort of its cutover, or a pause, was in force at its beginning or at its end. */
  readonly isAborted: boolean;
  readonly isPaused: boolean;
  /** Whether its cutover has waited so often that the history of its execution may be nearly full. */
  readonly isLong: boolean;
}

/** A reason to go no further, and whether the world has one. */
interface Reason {
  readonly isGivenBy: (said: GivenReason) => boolean;
  readonly isTrue: (said: GivenReason, options: ReasonFacts) => boolean;
  /** What is so when it is not true. */
  readonly fact: string;
}

type FaultKind = Parameters<Disturbances['hasBeenActiveSince']>[0];

const CHANGED = 'changed by someone else';
const NOT_HELD = 'is no longer held under fence';
const LATE = 'has not propagated after';
const FULL = 'the execution history is nearly full';

/** A change that takes less is on every server before it is late, whatever its checks wait for. */
const LEAST_LATE_SECONDS = 500;

/** A step that fails with an error needs one of these faults, at any time before. */
function needs(error: string, ...kinds: readonly FaultKind[]): Reason {
  return {
    isGivenBy: (said) => said.error === error,
    isTrue: (_, { disturbances }) => kinds.some((kind) => disturbances.hasBeenActiveSince(kind, START)),
    fact: `there was no ${kinds.join(', and no ')}`,
  };
}

const hasChanged = ({ world }: ReasonFacts) =>
  world.split.history.some(({ by, broken }) => by === 'another' || broken !== null);

/** Whether other records, or the health of its own, may lead clients past the route from the start. */
function mayPass({ scenario: { world } }: World): boolean {
  const { otherRecords, newRecordHealth, oldRecordHealth, routing } = world;
  return [otherRecords, newRecordHealth, oldRecordHealth, routing].some((one) => one !== undefined);
}

/** Why a step may say that its cutover goes no further. */
export const REASONS: readonly Reason[] = [
  {
    // Without the lock: a revert has moved the route back meanwhile.
    isGivenBy: ({ task, reason }) => reason.includes(CHANGED) && task !== 'RevertTraffic',
    isTrue: ({ held }, options) =>
      !held || hasChanged(options) || options.disturbances.hasBeenActiveSince('stuck-pending', START),
    fact: 'no one else changed the route',
  },
  {
    isGivenBy: ({ error, reason }) => error === 'RouteChangedError' && !reason.includes(CHANGED),
    isTrue: (_, options) =>
      hasChanged(options) ||
      options.disturbances.hasBeenActiveSince('record-added', START) ||
      mayPass(options.world),
    fact: 'nothing leads clients past the route',
  },
  {
    isGivenBy: ({ reason }) => reason.includes(NOT_HELD),
    isTrue: ({ held }, { disturbances }) =>
      !held || disturbances.hasBeenActiveSince('ledger-corrupted', START),
    fact: 'its cutover held the lock all the time',
  },
  {
    isGivenBy: ({ error, held }) => error === 'RouteBrokenError' && held,
    isTrue: (_, options) =>
      hasChanged(options) || options.disturbances.hasBeenActiveSince('record-added', START),
    fact: 'the route has carried a percent all the time',
  },
  {
    isGivenBy: ({ task, reason }) => task === 'CheckPreparation' && reason.includes(LATE),
    isTrue: (_, { world: { scenario }, disturbances }) =>
      (scenario.world.insyncSeconds ?? 0) > LEAST_LATE_SECONDS ||
      (['stuck-pending', 'clock-off'] as const).some((kind) => disturbances.hasBeenActiveSince(kind, START)),
    fact: 'it has reached every server',
  },
  {
    isGivenBy: ({ error, reason }) => error === 'FencedError' && !reason.includes(NOT_HELD),
    isTrue: ({ held }, { disturbances }) =>
      !held || disturbances.hasBeenActiveSince('ledger-corrupted', START),
    fact: 'its cutover held the lock all the time',
  },
  {
    isGivenBy: ({ task, reason }) => task === 'CheckPreparation' && reason.includes(FULL),
    isTrue: ({ isLong }) => isLong,
    fact: 'it has not waited so often',
  },
  {
    isGivenBy: ({ task, error }) => task === 'AcquireLock' && error === null,
    isTrue: ({ isLocked }, { disturbances }) => isLocked || disturbances.hasBeenActiveSince('redrive', START),
    fact: 'no other cutover held the lock',
  },
  {
    isGivenBy: ({ task, error }) => task === 'ValidatePlan' && error === null,
    // Every drawn plan is valid, and its policy allows it.
    isTrue: () => false,
    fact: 'the plan is valid, and the starter known',
  },
  needs('LedgerCorruptError', 'ledger-corrupted'),
  needs('PathUnhealthyError', 'targets-unhealthy'),
  {
    isGivenBy: ({ error }) => error === 'PathUnhealthyError',
    isTrue: (_, { world }) => serves(world, world.plan.direction === 'up' ? 'new' : 'old'),
    fact: 'no target of the other path is healthy either',
  },
  {
    isGivenBy: ({ error }) => error === 'DeploymentRefusedError',
    isTrue: (_, { world: { plan, scenario }, disturbances }) =>
      disturbances.hasBeenActiveSince('deployment', START) ||
      scenario.followUpCutovers.length > 0 ||
      plan.stages.filter(({ deploy }) => deploy !== undefined).length > 1,
    fact: 'no other deployment was under way',
  },
  needs('ClockOffError', 'clock-off', 'slow-api', 'throttle', 'api-error', 'control-plane-dead'),
  {
    isGivenBy: ({ error }) => error === 'PausedError',
    isTrue: ({ isPaused }) => isPaused,
    fact: 'no pause was in force',
  },
  {
    isGivenBy: ({ task, error, reason }) =>
      error === 'AbortedError' ||
      error === 'AbortedUnderWayError' ||
      (task === 'CheckPreparation' && error === null && reason.startsWith('aborted by')),
    isTrue: ({ isAborted, isPaused, isLong }) => isAborted || (isPaused && isLong),
    fact: 'no operator has aborted its cutover',
  },
];

/** Errors that the state machines retry, and that say nothing of the cutover. */
const RETRIED: ReadonlySet<string> = new Set(['ServiceBusyError', 'LeaseRunningError']);

/** Whether a step has to say why its cutover goes no further; others are judged by what they have found. */
export function mustGive({ task, error, held }: GivenReason): boolean {
  return error === null ? task === 'CheckPreparation' : held && error in errors && !RETRIED.has(error);
}

function serves({ preflightAccount }: World, path: 'old' | 'new'): boolean {
  return preflightAccount.targetsOf(path).some(({ state }) => state === 'healthy');
}
