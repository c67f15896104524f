import type { VirtualClock } from '../kernel/virtual-clock';
import type { AnswerHold } from './split';

/** What servers answer with once they have a change. */
export interface Answer {
  /** Share on the new path, 0 to 1. */
  readonly share: number;
  /** The same while the new path's health check is unhealthy; absent: the same share. */
  readonly shareWhileUnhealthy?: number;
  /** How long a client may keep such an answer; 0: it asks for every request. */
  readonly seconds: number;
}

/** A change, and the time from which every server answers with it. */
export interface AnswerChange extends Answer {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Epoch milliseconds; infinity while the change is held back. */
  insyncAt: number;
}

/** What the servers behind a router answer. Each change reaches one server after the other. */
export class Answers {
  private readonly changes: AnswerChange[] = [];
  /** What `holds` returns; null after a change. */
  private knownHolds: readonly AnswerHold[] | null = null;
  private holdsBegun = 0;

  constructor(
    private readonly clock: VirtualClock,
    /** Milliseconds until the last server has a change. Called once for each change. */
    private readonly spreadMs: () => number,
    /** What the servers answer before any change. */
    private readonly start: Answer = { share: 0, seconds: 0 },
  ) {}

  /** From now on, this is the answer that reaches the servers. */
  change(answer: Answer): AnswerChange {
    const at = this.clock.now();
    const insyncAt = this.holdsBegun > 0 ? Number.POSITIVE_INFINITY : at + this.spreadMs();
    const change = { ...answer, at, insyncAt };
    this.changes.push(change);
    this.changed();
    return change;
  }

  /** From now on, changes reach no server, until this and every other hold is ended. */
  hold(): { end(): void } {
    this.holdsBegun += 1;
    return {
      end: () => {
        this.holdsBegun -= 1;
        if (this.holdsBegun > 0) {
          return;
        }
        for (const change of this.changes.filter((one) => one.insyncAt === Number.POSITIVE_INFINITY)) {
          change.insyncAt = this.clock.now() + this.spreadMs();
        }
        this.changed();
      },
    };
  }

  /**
   * How long an answer may be kept: the value at the start, and every change of it. The same list as long as
   * no answer has changed.
   */
  holds(): readonly AnswerHold[] {
    this.knownHolds ??= this.readHolds();
    return this.knownHolds;
  }

  /** Something that the answers depend on has changed. */
  changed(): void {
    this.knownHolds = null;
  }

  private readHolds(): readonly AnswerHold[] {
    const holds = [{ at: 0, insyncAt: 0, seconds: this.start.seconds }, ...this.changes];
    return holds.filter(({ seconds }, i) => seconds !== holds[i - 1]?.seconds);
  }

  /**
   * When every server has the change that was made at `at` (epoch milliseconds), or a later one, which may
   * reach all of them first; 0 without such a change.
   */
  insyncAfter(at: number): number {
    const first = this.changes.findIndex((change) => change.at === at);
    return first < 0 ? 0 : Math.min(...this.changes.slice(first).map(({ insyncAt }) => insyncAt));
  }

  /** When every server has the last change (epoch milliseconds); 0 without any. */
  lastInsyncAt(): number {
    return this.changes.at(-1)?.insyncAt ?? 0;
  }

  /** When the share last changed (epoch milliseconds); 0 when it never did. */
  lastShareChangeAt(): number {
    return (
      this.changes.findLast(({ share }, i) => share !== (this.changes[i - 1] ?? this.start).share)?.at ?? 0
    );
  }

  /**
   * What a server answers at `at`.
   * @param serverDelay when the server learns of a change: 0 at once, 1 as the last of all
   */
  answerAt(at: number, serverDelay: number): Answer {
    return this.changes.findLast((change) => knownAt(change, serverDelay) <= at) ?? this.start;
  }

  /** Share on the new path that a server answers at `at`, as for `answerAt`. */
  shareAt(at: number, serverDelay: number): number {
    return this.answerAt(at, serverDelay).share;
  }
}

/** A change that is held back reaches no server, not even the first one: 0 times infinity is not a number. */
function knownAt({ at, insyncAt }: AnswerChange, serverDelay: number): number {
  return insyncAt === Number.POSITIVE_INFINITY ? insyncAt : at + (insyncAt - at) * serverDelay;
}
