import { routeKey } from '../../../../lambdas/core/routers/route';
import { arnOfPrincipal } from '../../../rehearsal/faults/principal';
import { START, type World } from '../../../rehearsal/world/world';
import type { CommandWatch } from '../../command-watch';
import type { LockWatch } from '../../lock-watch';
import { approverOf } from '../../reference/approvers';
import { tightestPolicy } from '../../takeover';
import type { Disturbances } from '../disturbances';

/** What refusals are judged by. */
export interface RefusalFacts {
  readonly world: World;
  readonly lock: Pick<LockWatch, 'holds'>;
  readonly commands: Pick<CommandWatch, 'asked'>;
  readonly disturbances: Disturbances;
}

/** A request of an operator. */
interface Sent {
  readonly kind: string;
  readonly execution: string;
  /** ARN of the operator. */
  readonly by: string;
  readonly atPercent?: number;
}

/** A cutover that reads commands. */
interface Reader {
  readonly isPaused: boolean;
  /** As the ledger has it; null before the first shift. */
  readonly percent: number | null;
}

/** The request that the function Operate is invoked with. */
export function sentIn(event: unknown): Sent {
  const { body, requestContext } = event as {
    readonly body: string;
    readonly requestContext: { readonly authorizer: { readonly iam: { readonly userArn: string } } };
  };
  return { ...JSON.parse(body), by: requestContext.authorizer.iam.userArn };
}

/** The cutover as it is now; null when it reads no commands, or when its entry may be corrupt. */
export async function readerOf(
  { world, lock, commands, disturbances }: RefusalFacts,
  execution: string,
): Promise<Reader | null> {
  const runs = lock.holds(execution) && world.stateMachines.execution(execution)?.end === null;
  const { isAborted, isPaused } = commands.asked(execution);
  if (!runs || isAborted || disturbances.hasBeenActiveSince('ledger-corrupted', START)) {
    return null;
  }
  const entry = await world.ledger.read(routeKey(world.plan.router));
  return { isPaused, percent: entry?.expected?.percent ?? null };
}

/**
 * Whether a command for the next step of a cutover may be refused: where the cutover reads no commands, a
 * resume while nothing is paused, an approval or a promotion of another percent, or of no stage, and an
 * approval of somebody whom the policy does not let approve.
 * @param readers the cutover at the beginning, and at the end, of the request
 */
export function mayRefuse(
  { world: { plan, scenario }, disturbances }: RefusalFacts,
  { kind, by, atPercent }: Sent,
  readers: readonly (Reader | null)[],
): boolean {
  const reading = readers.filter((one) => one !== null);
  if (reading.length < readers.length) {
    return true;
  }
  switch (kind) {
    case 'pause':
      return false;
    case 'resume':
      // A clock that is off may take the pause for one of another cutover.
      return reading.some(({ isPaused }) => !isPaused) || disturbances.hasBeenActiveSince('clock-off', START);
    default: {
      const isOfStage = plan.stages.some(({ percent }) => percent === atPercent);
      const isElsewhere = !isOfStage || reading.some(({ percent }) => percent !== atPercent);
      const { approvals: policy } = tightestPolicy({ plan, scenario });
      const approvers = { named: undefined, policy, starter: arnOfPrincipal(scenario.startedBy) };
      return isElsewhere || (kind === 'approve' && approverOf(by, approvers) === null);
    }
  }
}
