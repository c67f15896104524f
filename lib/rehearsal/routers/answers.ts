import type { VirtualClock } from '../kernel/virtual-clock';
import type { AnswerHold } from './split';

/** A change and the time from which every server answers with it. */
interface Change {
  readonly at: number;
  insyncAt: number;
  /** Share on the new path, 0 to 1. */
  readonly share: number;
  /** For how long an answer from then on may be kept. */
  readonly seconds: number;
}

/** What the servers behind a router answer: each change spreads among them for a while. */
export class Answers {
  private readonly changes: Change[] = [];
  private held = false;

  constructor(
    private readonly clock: VirtualClock,
    /** Milliseconds until the last server has a change. */
    private readonly spreadMs: () => number,
    /** For how long an answer may be kept before any change. */
    private readonly startSeconds = 0,
  ) {}

  /** From now on it is to be this share, and an answer may be kept for so long. */
  change(share: number, seconds = 0): void {
    const at = this.clock.now();
    const insyncAt = this.held ? Number.POSITIVE_INFINITY : at + this.spreadMs();
    this.changes.push({ at, insyncAt, share, seconds });
  }

  /** From now on changes do not take effect. */
  hold(): { end(): void } {
    this.held = true;
    return {
      end: () => {
        this.held = false;
        for (const change of this.changes.filter((one) => one.insyncAt === Number.POSITIVE_INFINITY)) {
          change.insyncAt = this.clock.now() + this.spreadMs();
        }
      },
    };
  }

  /** For how long an answer may be kept: how it is at the start, and each change of that. */
  holds(): readonly AnswerHold[] {
    const holds = [{ at: 0, insyncAt: 0, seconds: this.startSeconds }, ...this.changes];
    return holds.filter(({ seconds }, i) => seconds !== holds[i - 1]?.seconds);
  }

  /** When the change that was made at `at` is answered by every server (epoch milliseconds). */
  insyncAfter(at: number): number {
    return this.changes.find((change) => change.at === at)?.insyncAt ?? 0;
  }

  /** The same of the last change; 0 without any. */
  lastInsyncAt(): number {
    return this.changes.at(-1)?.insyncAt ?? 0;
  }

  /** When the share was last changed (epoch milliseconds); 0 when it never was. */
  lastShareChangeAt(): number {
    return this.changes.findLast(({ share }, i) => share !== (this.changes[i - 1]?.share ?? 0))?.at ?? 0;
  }

  /** Share that is answered at `at`. `luck`, 0 to 1, is how late the server that is asked learns of a change. */
  shareAt(at: number, serverDelay: number): number {
    return this.changes.findLast((change) => knownAt(change, serverDelay) <= at)?.share ?? 0;
  }
}

/** A change of which no server knows is at no time, also for a server with no luck at all: 0 times infinity is no number. */
function knownAt({ at, insyncAt }: Change, serverDelay: number): number {
  return insyncAt === Number.POSITIVE_INFINITY ? insyncAt : at + (insyncAt - at) * serverDelay;
}
