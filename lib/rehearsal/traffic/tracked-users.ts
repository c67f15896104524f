import type { Split } from '../routers/split';
import { type ClientKind, type Clients, type Group, lastResolved } from './clients';

/** How many users are tracked. They are a sample of all, and their requests are not counted. */
export const TRACKED_USERS = 1_000;

interface User {
  readonly index: number;
  isOnNew: boolean;
}

/** Users who resolve at the same times. */
interface UserGroup {
  readonly clientKind: ClientKind;
  readonly group: Group;
  /** Those that have not seen both paths so far. */
  users: readonly User[];
  /** When they last resolved; they keep that path until they resolve again. */
  resolvedAt: number;
}

/**
 * Users simulated one by one, to count those that see both paths: on the new path, and then on the old one
 * although the percent was not lowered. Each has a resolver, an edge location or a browser of its own.
 */
export class TrackedUsers {
  private readonly userGroups: readonly UserGroup[];
  private percent = 0;
  /** Whether the last change lowered the percent: a user who returns then is not counted. */
  private isLowered = false;
  /** Whether all users are on one path, which only a change of the percent can end. */
  private isUniform = false;

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
   * Lets each user send a request at a time.
   * @param effectiveShare share that all clients get by now; null while a change is not effective
   */
  request(at: number, effectiveShare: number | null): void {
    const isUniform = effectiveShare === 0 || effectiveShare === 1;
    if (isUniform && this.isUniform) {
      return;
    }
    this.isUniform = isUniform;
    const holds = this.split.answerHolds();
    for (const userGroup of this.userGroups) {
      const resolvedAt = lastResolved(userGroup.clientKind, userGroup.group, holds, at);
      if (resolvedAt !== userGroup.resolvedAt) {
        userGroup.resolvedAt = resolvedAt;
        this.choose(userGroup);
      }
    }
  }

  /** Users that have seen both paths so far. */
  onBothSides(): number {
    return this.userGroups.reduce((left, { users }) => left - users.length, TRACKED_USERS);
  }

  private choose(userGroup: UserGroup): void {
    const { resolvedAt } = userGroup;
    const share = this.split.answeredShare(resolvedAt, userGroup.group.serverDelay);
    userGroup.users = userGroup.users.filter((user) => {
      const wasOnNew = user.isOnNew;
      user.isOnNew = this.chanceOf(user.index, resolvedAt) < share;
      return !wasOnNew || user.isOnNew || this.isLowered;
    });
  }

  /**
   * In [0, 1), and constant where the path depends on the user. Does not draw from the rehearsal's random
   * source.
   */
  private chanceOf(index: number, at: number): number {
    return this.clients.byUser ? (index + 0.5) / TRACKED_USERS : mixed(index, Math.round(at));
  }
}

/** The users by when they resolve. */
function userGroupsOf(clients: Clients): UserGroup[] {
  const users = Array.from({ length: TRACKED_USERS }, (_, index) => ({ index, isOnNew: false }));
  return clients.clientKinds.flatMap((clientKind) =>
    clientKind.groups.map((group) => ({
      clientKind,
      group,
      users: users.filter(
        ({ index }) =>
          index % clientKind.groups.length === group.index && clientKindOf(clients, index) === clientKind,
      ),
      resolvedAt: -1,
    })),
  );
}

/** Kinds have as many users as their share of clients. */
function clientKindOf({ clientKinds }: Clients, index: number): ClientKind {
  const [usual, rare] = clientKinds as [ClientKind, ClientKind?];
  return index < usual.share * TRACKED_USERS ? usual : (rare ?? usual);
}

/** A hash of two whole numbers, 0 to 1 (the finalizer of MurmurHash3). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(Math.floor(b / 2 ** 16), 0x85ebca6b) ^ (b | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
