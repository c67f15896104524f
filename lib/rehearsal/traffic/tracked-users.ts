import type { Split } from '../routers/split';
import type { ClientKind, Clients } from './clients';
import { Resolutions } from './resolutions';

/** How many users are tracked. They are a sample of all, and their requests are not counted. */
export const TRACKED_USERS = 1_000;

/** Users behind clients of one kind. */
interface UsersOfKind {
  readonly resolutions: Resolutions;
  /**
   * By group, the users that have not seen both paths so far. Those of a group resolve at the same times, and
   * keep the path that they got until they resolve again.
   */
  readonly groups: (readonly number[])[];
}

/**
 * Users simulated one by one, to count those that see both paths: on the new path, and then on the old one
 * although the percent was not lowered. Each has a resolver, an edge location or a browser of its own.
 */
export class TrackedUsers {
  private readonly kinds: readonly UsersOfKind[];
  /** By user, whether the last request went to the new path. */
  private readonly isOnNew = new Uint8Array(TRACKED_USERS);
  private percent = 0;
  /** Whether the last change lowered the percent: a user who returns then is not counted. */
  private isLowered = false;
  /** Users that have not seen both paths so far. */
  private left = TRACKED_USERS;
  /** The share that no user changes paths at before the percent changes; null: users may change paths. */
  private settledShare: number | null = null;

  constructor(
    split: Split,
    private readonly clients: Clients,
  ) {
    this.kinds = clients.clientKinds.map((clientKind, i) => ({
      resolutions: new Resolutions(clientKind, split),
      groups: userGroupsOf(clients, i),
    }));
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
    const isSettled = this.clients.byUser || effectiveShare === 0 || effectiveShare === 1;
    const settledShare = isSettled ? effectiveShare : null;
    const isSettledAlready = settledShare !== null && settledShare === this.settledShare;
    this.settledShare = settledShare;
    if (this.left === 0 || isSettledAlready) {
      return;
    }
    for (const { resolutions, groups } of this.kinds) {
      resolutions.update(at, (group, resolvedAt, share) => {
        groups[group] = this.choose(groups[group] as readonly number[], resolvedAt, share);
      });
    }
  }

  /** Users that have seen both paths so far. */
  onBothSides(): number {
    return TRACKED_USERS - this.left;
  }

  /** Lets users resolve. @returns those that have still not seen both paths */
  private choose(users: readonly number[], resolvedAt: number, share: number): readonly number[] {
    const { isOnNew } = this;
    const left = users.filter((user) => {
      const wasOnNew = isOnNew[user] === 1;
      const isNowOnNew = share > 0 && this.chanceOf(user, resolvedAt) < share;
      isOnNew[user] = isNowOnNew ? 1 : 0;
      return !wasOnNew || isNowOnNew || this.isLowered;
    });
    this.left -= users.length - left.length;
    return left;
  }

  /**
   * In [0, 1), and constant where the path depends on the user. Does not draw from the rehearsal's random
   * source.
   */
  private chanceOf(index: number, at: number): number {
    return this.clients.byUser ? (index + 0.5) / TRACKED_USERS : mixed(index, Math.round(at));
  }
}

/** The users behind clients of one kind, by group. Kinds have as many users as their share of clients. */
function userGroupsOf({ clientKinds }: Clients, kind: number): number[][] {
  const [usual, rare] = clientKinds as [ClientKind, ClientKind?];
  const ofUsual = rare === undefined ? TRACKED_USERS : Math.ceil(usual.share * TRACKED_USERS);
  const { length } = (clientKinds[kind] as ClientKind).groups;
  const groups = Array.from({ length }, (): number[] => []);
  const [from, to] = kind === 0 ? [0, ofUsual] : [ofUsual, TRACKED_USERS];
  for (let user = from; user < to; user += 1) {
    (groups[user % length] as number[]).push(user);
  }
  return groups;
}

/** A hash of two whole numbers, 0 to 1 (the finalizer of MurmurHash3). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(Math.floor(b / 2 ** 16), 0x85ebca6b) ^ (b | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
