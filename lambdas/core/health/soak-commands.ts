import { matchesAny } from '../operate/arn-pattern';
import { stageOf } from '../plan/stage-of';
import type { Approval, Promotion } from '../shared/operator-command';
import { plural } from '../shared/plural';
import type { SoakInput } from './soak-state';

/** The approvals that the move after a soak needs. */
export interface Approvals {
  /** Seconds that operators have to give them. */
  readonly timeoutSeconds: number;
  /** The first approval of each person that counts for this soak, in the order of their arrival. */
  readonly given: readonly Approval[];
  /** How many persons have yet to approve. */
  readonly missing: number;
  /** The last approval that does not count: for another soak, or by somebody else; null without any. */
  readonly other: Approval | null;
}

type SoakCommands = Pick<SoakInput, 'plan' | 'soakState' | 'commands'>;

/** The approvals of this soak; null when none are needed. */
export function approvalsOf({ plan, soakState, commands }: SoakCommands): Approvals | null {
  const needed = soakState.phase === 'soak' ? stageOf(plan, soakState.stage).approval : undefined;
  // The next stage's deployment does not start without the approval.
  if (needed === undefined || soakState.deployment !== null) {
    return null;
  }
  const all = commands?.approvals ?? [];
  const counting = all
    .filter((approval) => isForThisSoak({ plan, soakState }, approval, soakState.startedAt))
    .filter(({ by }) => needed.by === undefined || matchesAny(by, needed.by));
  const persons = new Set(counting.map(({ person }) => person));
  const given = [...persons].map((person) => counting.find((one) => one.person === person) as Approval);
  return {
    timeoutSeconds: needed.timeoutSeconds,
    given,
    missing: Math.max(0, (needed.count ?? 1) - given.length),
    other: all.findLast((approval) => !counting.includes(approval)) ?? null,
  };
}

/** What is waited for: `an approval since …`, or `1 more approval since … (approved by ada)`. */
export function describeApprovals({ given, missing, other }: Approvals, since: string): string {
  const who = given.length === 0 ? '' : ` (approved by ${given.map(({ by }) => by).join(', ')})`;
  const more = given.length === 0 && missing === 1 ? 'an approval' : plural(missing, 'more approval');
  const elsewhere =
    other === null
      ? ''
      : ` (that of ${other.by} at ${other.at}, at ${other.atPercent} %, is for another soak,` +
        ' or of somebody whom the plan does not name)';
  return `${more} since ${since}${who}${elsewhere}`;
}

/** The promotion that ends this soak, or this hold, before its time; null without any. */
export function promotionOf({ plan, soakState, commands }: SoakCommands): Promotion | null {
  const since = soakState.phase === 'hold' ? soakState.since : soakState.startedAt;
  return commands?.promotions.find((one) => isForThisSoak({ plan, soakState }, one, since)) ?? null;
}

/** A command is for the soak, or the hold, that its sender has seen: at its percent, and after it began. */
function isForThisSoak(
  { plan, soakState }: Pick<SoakInput, 'plan' | 'soakState'>,
  { at, atPercent }: Approval | Promotion,
  since: string,
): boolean {
  return Date.parse(at) >= Date.parse(since) && atPercent === stageOf(plan, soakState.stage).percent;
}
