import type { AnswerHold, Split } from '../routers/split';
import type { ClientKind } from './clients';

/** Times are exact to well below a millisecond, so a time this close to a bound is computed again. */
const MARGIN_MS = 1;
/** Below any difference of two shares that weights can make. */
const ROUNDING = 1e-9;

/**
 * When each group of clients of one kind has last resolved, and the share on the new path that it got. What
 * was computed for a time is kept until the group resolves again, or the answers change: so times that rise
 * by little cost little. Any order of times gives the same results.
 */
export class Resolutions {
  private readonly resolved: Float64Array;
  /** Before this time, and from `at` on, what is kept of a group holds. */
  private readonly keptUntil: Float64Array;
  private readonly shares: Float64Array;
  private earliest = Number.NEGATIVE_INFINITY;
  private at = Number.NEGATIVE_INFINITY;
  private holds: readonly AnswerHold[] | null = null;
  private mean: number | null = null;

  constructor(
    private readonly clientKind: ClientKind,
    private readonly split: Split,
  ) {
    const { length } = clientKind.groups;
    this.resolved = new Float64Array(length).fill(-1);
    this.keptUntil = new Float64Array(length);
    this.shares = new Float64Array(length);
  }

  /** Share on the new path among these clients at `at`: each uses the answer of its last query. */
  shareAt(at: number): number {
    this.update(at);
    this.mean ??= this.shares.reduce((sum, share) => sum + share, 0) / this.shares.length;
    return this.mean;
  }

  /** Whether every one of these clients uses an answer at `at` with this share on the new path, 0 to 1. */
  allAtShare(at: number, share: number): boolean {
    this.update(at);
    return this.shares.every((answered) => Math.abs(answered - share) < ROUNDING);
  }

  /**
   * Brings every group to what it knows at `at` (epoch milliseconds).
   * @param resolvedAgain called for each group that has resolved since the last call, with what it got
   */
  update(at: number, resolvedAgain?: (group: number, resolvedAt: number, share: number) => void): void {
    const holds = this.split.answerHolds();
    const isKept = holds === this.holds && at >= this.at;
    this.at = at;
    if (isKept && at < this.earliest) {
      return;
    }
    this.holds = holds;
    this.mean = null;
    this.earliest = Number.POSITIVE_INFINITY;
    for (const { index, serverDelay } of this.clientKind.groups) {
      if (!isKept || at >= (this.keptUntil[index] as number)) {
        const before = this.resolved[index];
        const resolvedAt = this.resolve(index, serverDelay, at);
        const share = this.split.answeredShare(resolvedAt, serverDelay);
        this.shares[index] = share;
        if (before !== resolvedAt) {
          resolvedAgain?.(index, resolvedAt, share);
        }
      }
      this.earliest = Math.min(this.earliest, this.keptUntil[index] as number);
    }
  }

  /**
   * When a group last resolved, at `at` at the latest. It resolves again when its answer expires, which is
   * after the TTL that came with it, even if the route has changed since.
   */
  private resolve(index: number, serverDelay: number, at: number): number {
    const { holdMs, groups } = this.clientKind;
    const holds = this.holds as readonly AnswerHold[];
    let hold = holdMs(holds[0]?.seconds ?? 0);
    let first = (hold * index) / groups.length;
    let changesAt = Number.POSITIVE_INFINITY;
    for (let i = 1; i < holds.length; i += 1) {
      const change = holds[i] as AnswerHold;
      const learnedAt = change.at + (change.insyncAt - change.at) * serverDelay;
      const next = hold === 0 ? learnedAt : first + Math.ceil((learnedAt - first) / hold) * hold;
      // A change that stays PENDING has no time yet.
      if (!(next <= at)) {
        changesAt = next > at ? next : Number.POSITIVE_INFINITY;
        break;
      }
      first = Math.max(first, next);
      hold = holdMs(change.seconds);
    }
    const resolvedAt = hold === 0 ? at : Math.floor((at - first) / hold) * hold + first;
    this.resolved[index] = resolvedAt;
    this.keptUntil[index] = hold === 0 ? at : Math.min(resolvedAt + hold, changesAt) - MARGIN_MS;
    return resolvedAt;
  }
}
