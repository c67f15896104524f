import { type Clients, type Habit, lastAsked, luckOf } from './clients';
import type { AnswerHold, Split } from './split';

/** Users that are followed. They stand for all, and add no request of their own. */
export const USERS = 1_000;

interface User {
  readonly index: number;
  readonly habit: Habit;
  /** When it last got a path; that is kept until it asks again. */
  askedAt: number;
  isOnNew: boolean;
  wasSentBack: boolean;
}

/**
 * Some users one by one, to see who is sent back and forth: on the new path, and then on the old one again although nobody has lowered the
 * percent. Each is behind a resolver, at an edge location or in a browser of its own.
 */
export class Users {
  private readonly users: readonly User[];
  private percent = 0;
  /** Whether the last change lowered the percent: who comes back then was not sent back and forth. */
  private isLowered = false;

  constructor(
    private readonly split: Split,
    private readonly clients: Clients,
  ) {
    this.users = Array.from({ length: USERS }, (_, index) => ({
      index,
      habit: habitOf(clients, index),
      askedAt: -1,
      isOnNew: false,
      wasSentBack: false,
    }));
    split.onChange((percent) => {
      this.isLowered = percent < this.percent;
      this.percent = percent;
    });
  }

  /** Lets each user ask at a time. */
  ask(at: number): void {
    const holds = this.split.answerHolds();
    for (const user of this.users) {
      if (!user.wasSentBack) {
        this.go(user, holds, at);
      }
    }
  }

  /** Users that were sent back and forth so far. */
  onBothSides(): number {
    return this.users.filter((user) => user.wasSentBack).length;
  }

  private go(user: User, holds: readonly AnswerHold[], at: number): void {
    const { habit, index } = user;
    const group = index % habit.count;
    const askedAt = lastAsked(habit, group, holds, at);
    if (askedAt === user.askedAt) {
      return;
    }
    const share = this.split.answeredShare(askedAt, luckOf(habit, group));
    const isOnNew = this.chanceOf(index, askedAt) < share;
    user.wasSentBack = user.isOnNew && !isOnNew && !this.isLowered;
    user.isOnNew = isOnNew;
    user.askedAt = askedAt;
  }

  /** From 0 up to, and without, 1: always the same for a user who decides himself. Draws nothing of the rehearsal's chance. */
  private chanceOf(index: number, at: number): number {
    return this.clients.byUser ? (index + 0.5) / USERS : mixed(index, Math.round(at));
  }
}

/** As many users of each habit as it has clients. */
function habitOf({ habits }: Clients, index: number): Habit {
  const [usual, rare] = habits as [Habit, Habit?];
  return index < usual.share * USERS ? usual : (rare ?? usual);
}

/** Two whole numbers as one that looks like chance, 0 to 1 (the finalizer of MurmurHash3). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(Math.floor(b / 2 ** 16), 0x85ebca6b) ^ (b | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
