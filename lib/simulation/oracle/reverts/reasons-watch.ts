import { StatesError } from '../../../rehearsal/asl/expressions';
import type { CommandWatch } from '../../command-watch';
import type { LockOwner, LockWatch } from '../../lock-watch';
import { MANY_ITERATIONS } from '../../reference/bounds';
import type { Violations } from '../../violations';
import { type GivenReason, mustGive, REASONS, type ReasonFacts } from './reasons';

/** What the watch of reasons needs. */
interface ReasonsWatchOptions extends ReasonFacts {
  readonly lock: LockWatch;
  readonly commands: Pick<CommandWatch, 'asked'>;
  readonly violations: Violations;
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

/**
 * Checks that the reason is true for which a step lets its cutover go no further: who has changed the route,
 * or taken the lock, and what somebody has commanded. The cutover reverts for it.
 */
export function watchReasons(options: ReasonsWatchOptions): void {
  const { world, lock, commands, violations } = options;
  const { functions } = world;
  const invoke = functions.invoke.bind(functions);
  const check = (said: GivenReason) => {
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
    const said = (error: string | null, reason: string): GivenReason => {
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
