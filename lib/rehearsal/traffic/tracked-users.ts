import type { Split } from '../routers/split';
import { type ClientKind, type Clients, type Group, lastAsked } from './clients';

/** Users that are followed. They stand for all, and add no request of their own. */
export const USERS = 1_000;

interface User {
  readonly index: number;
  isOnNew: boolean;
}

/** Users who ask at the same times. */
interface UserGroup {
  readonly clientKind: ClientKind;
  readonly group: Group;
  /** Those that were not sent back so far. */
  users: readonly User[];
  /** When they last got a path; that is kept until they ask again. */
  askedAt: number;
}

/**
 * Some users one by one, to see who is sent back and forth: on the new path, and then on the old one again although nobody has lowered the
 * percent. Each is behind a resolver, at an edge location or in a browser of its own.
 */
export class Users {
  private readonly userGroups: readonly UserGroup[];
  private percent = 0;
  /** Whether the last change lowered the percent: who comes back then was not sent back and forth. */
  private isLowered = false;
  /** Whether everybody is on the same side to stay. */
  private isSettled = false;

  constructor(
    private readonly split: Split,
    private readonly clients: Clients,
  ) {
    this.userGroups = userGroupsOf(clients);
    split.onChange((percent) => {
      this.isLowered = percent < this.percent;
      this.percent = percent;
    });
  }

  /**
   * Lets each user ask at a time.
   * @param settled share that everybody is answered by now; null while some still go by another
   */
  ask(at: number, settled: number | null): void {
    const isSettled = settled === 0 || settled === 1;
    if (isSettled && this.isSettled) {
      return;
    }
    this.isSettled = isSettled;
    const holds = this.split.answerHolds();
    for (const userGroup of this.userGroups) {
      const askedAt = lastAsked(userGroup.clientKind, userGroup.group, holds, at);
      if (askedAt !== userGroup.askedAt) {
        userGroup.askedAt = askedAt;
        this.go(userGroup);
      }
    }
  }

  /** Users that were sent back and forth so far. */
  onBothSides(): number {
    return this.userGroups.reduce((left, { users }) => left - users.length, USERS);
  }

  private go(userGroup: UserGroup): void {
    const { askedAt } = userGroup;
    const share = this.split.answeredShare(askedAt, userGroup.group.serverDelay);
    userGroup.users = userGroup.users.filter((user) => {
      const wasOnNew = user.isOnNew;
      user.isOnNew = this.chanceOf(user.index, askedAt) < share;
      return !wasOnNew || user.isOnNew || this.isLowered;
    });
  }

  /** From 0 up to, and without, 1: always the same for a user who decides himself. Draws nothing of the rehearsal's chance. */
  private chanceOf(index: number, at: number): number {
    return this.clients.byUser ? (index + 0.5) / USERS : mixed(index, Math.round(at));
  }
}

/** The users by when they ask. */
function userGroupsOf(clients: Clients): UserGroup[] {
  const users = Array.from({ length: USERS }, (_, index) => ({ index, isOnNew: false }));
  return clients.clientKinds.flatMap((clientKind) =>
    clientKind.groups.map((group) => ({
      clientKind,
      group,
      users: users.filter(
        ({ index }) =>
          index % clientKind.groups.length === group.index && clientKindOf(clients, index) === clientKind,
      ),
      askedAt: -1,
    })),
  );
}

/** As many users of each habit as it has clients. */
function clientKindOf({ clientKinds }: Clients, index: number): ClientKind {
  const [usual, rare] = clientKinds as [ClientKind, ClientKind?];
  return index < usual.share * USERS ? usual : (rare ?? usual);
}

/** Two whole numbers as one that looks like chance, 0 to 1 (the finalizer of MurmurHash3). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(Math.floor(b / 2 ** 16), 0x85ebca6b) ^ (b | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
