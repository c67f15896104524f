import * as errors from '../../../../lambdas/core/shared/errors';
import { StatesError } from '../../../rehearsal/asl/expressions';
import { START, type World } from '../../../rehearsal/world/world';
import type { FunctionName } from '../../../workflow/tasks';
import type { CommandWatch } from '../../command-watch';
import type { LockOwner, LockWatch } from '../../lock-watch';
import { MANY_ITERATIONS } from '../../reference/bounds';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';

/** What the watch of reasons needs. */
interface ReasonsWatchOptions {
  readonly world: World;
  readonly lock: LockWatch;
  readonly commands: Pick<CommandWatch, 'asked'>;
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
  /** Whether another cutover, or a revert, held it at its beginning or at its end. */
  readonly isLocked: boolean;
  /** Whether an operator's abort of its cutover, or a pause, was in force at its beginning or at its end. */
  readonly isAborted: boolean;
  readonly isPaused: boolean;
  /** Whether its cutover has waited so often that the history of its execution may be nearly full. */
  readonly isLong: boolean;
}

/** The answer of a step, as far as it is known here. */
interface Answer {
  readonly move: string;
  readonly status: string;
  readonly acquired: boolean;
  readonly valid: boolean;
  readonly reason: string;
}

/** The input of a step, as far as it is known here. */
interface Invoked {
  readonly execution: string;
  readonly iterations: number;
}

/** A reason to go no further, and whether the world has one. */
interface Reason {
  readonly isGivenBy: (said: Said) => boolean;
  readonly isTrue: (said: Said, options: ReasonsWatchOptions) => boolean;
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

const hasChanged = ({ world }: ReasonsWatchOptions) =>
  world.split.history.some(({ by, broken }) => by === 'another' || broken !== null);

/** Whether other records, or the health of its own, may lead clients past the route from the start. */
function mayPass({ scenario: { world } }: World): boolean {
  const { otherRecords, newRecordHealth, oldRecordHealth, routing } = world;
  return [otherRecords, newRecordHealth, oldRecordHealth, routing].some((one) => one !== undefined);
}

const REASONS: readonly Reason[] = [
  {
    // A revert has moved the route back while the shift was on its way.
    isGivenBy: ({ task, error, reason, held }) =>
      reason.includes(CHANGED) && task !== 'RevertTraffic' && (held || error === null),
    isTrue: (_, options) =>
      hasChanged(options) || options.disturbances.hasBeenActiveSince('stuck-pending', START),
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
function mustGive({ task, error, held }: Said): boolean {
  return error === null ? task === 'CheckPreparation' : held && error in errors && !RETRIED.has(error);
}

function serves({ preflightAccount }: World, path: 'old' | 'new'): boolean {
  return preflightAccount.targetsOf(path).some(({ state }) => state === 'healthy');
}

/**
 * Checks that the reason is true for which a step lets its cutover go no further: who has changed the route,
 * or taken the lock, and what somebody has commanded. The cutover reverts for it.
 */
export function watchReasons(options: ReasonsWatchOptions): void {
  const { world, lock, commands, violations } = options;
  const { functions } = world;
  const invoke = functions.invoke.bind(functions);
  const check = (said: Said) => {
    const given = REASONS.filter((one) => one.isGivenBy(said));
    violations.require(
      given.length > 0 || !mustGive(said),
      'reverts-for-a-reason',
      `${said.task} says "${said.reason.slice(0, 300)}", which is no known reason`,
    );
    for (const { isTrue, fact } of given) {
      violations.require(
        isTrue(said, options),
        'reverts-for-a-reason',
        `${said.task} says "${said.reason.slice(0, 300)}", and ${fact}`,
      );
    }
  };
  functions.invoke = async (task, payload, by) => {
    const { execution = '', iterations = 0 } = payload as Partial<Invoked>;
    const begun = { held: lock.holds(execution), owner: lock.owner, ...commands.asked(execution) };
    const isAnother = (owner: LockOwner | null) => owner !== null && owner.execution !== execution;
    const said = (error: string | null, reason: string): Said => {
      const { isAborted, isPaused } = commands.asked(execution);
      return {
        ...{ task, error, reason },
        held: begun.held && lock.holds(execution),
        isLocked: lock.revertingSince !== null || isAnother(begun.owner) || isAnother(lock.owner),
        isAborted,
        isPaused: begun.isPaused || isPaused,
        isLong: iterations > MANY_ITERATIONS,
      };
    };
    try {
      const output = await invoke(task, payload, by);
      const { move, status, acquired, valid, reason } = (output ?? {}) as Partial<Answer>;
      if (move === 'revert' || status === 'failed' || acquired === false || valid === false) {
        check(said(null, reason ?? ''));
      }
      return output;
    } catch (error) {
      if (error instanceof StatesError) {
        check(said(error.name, error.message));
      }
      throw error;
    }
  };
}
