import type { ProbeFailure, ProbeResponse } from '../../lambdas/ports';
import type { Side, SideRule } from './side-rule';

/** The results of the requests. */
export interface TrafficCounts {
  /** Requests that were sent. */
  readonly sent: number;
  readonly old: number;
  readonly new: number;
  /** Responses that do not name their side, by reason. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Requests without a response, by cause. */
  readonly failed: Readonly<Record<string, number>>;
  /** Responses by side and status. */
  readonly statuses: Readonly<Record<Side, Readonly<Record<string, number>>>>;
  readonly users: UserCounts;
}

/** Users by the sides that responded to them. */
export interface UserCounts {
  readonly onlyOld: number;
  readonly onlyNew: number;
  /** Users with responses of both sides, in any order. */
  readonly both: number;
  /** The users in `both` with a response of the old side after one of the new side. */
  readonly movedBack: number;
  /** Users without any response that names its side. */
  readonly unknown: number;
}

/**
 * Request numbers of a user: the last that the old side responded to, and the first that the new side
 * responded to.
 */
interface UserSides {
  lastOnOld?: number;
  firstOnNew?: number;
}

/**
 * Counts responses as they arrive. Requests are numbered in the order in which they are sent, which is the
 * order that users see.
 */
export class Tally {
  private readonly sides = new Map<number, UserSides>();
  private readonly failures = new Map<string, number>();
  private readonly statuses = {
    old: new Map<string, number>(),
    new: new Map<string, number>(),
    unknown: new Map<string, number>(),
  };
  private sent = 0;
  private readonly counted = { old: 0, new: 0 };

  constructor(private readonly rule: SideRule) {}

  /** Counts the result of one request. */
  add(user: number, request: number, outcome: ProbeResponse | ProbeFailure): void {
    this.sent += 1;
    const seen = this.userAt(user);
    if ('failure' in outcome) {
      count(this.failures, outcome.failure);
      return;
    }
    const side = this.rule(outcome);
    count(this.statuses[side], `${outcome.status}`);
    if (side !== 'unknown') {
      this.counted[side] += 1;
    }
    if (side === 'old') {
      seen.lastOnOld = Math.max(seen.lastOnOld ?? 0, request);
    }
    if (side === 'new') {
      seen.firstOnNew = Math.min(seen.firstOnNew ?? request, request);
    }
  }

  /** The counts so far. */
  counts(): TrafficCounts {
    const unknown = [...this.statuses.unknown].map(([status, n]): [string, number] => [
      `status ${status}`,
      n,
    ]);
    return {
      sent: this.sent,
      ...this.counted,
      unknown: Object.fromEntries(unknown),
      failed: Object.fromEntries(this.failures),
      statuses: {
        old: Object.fromEntries(this.statuses.old),
        new: Object.fromEntries(this.statuses.new),
        unknown: Object.fromEntries(this.statuses.unknown),
      },
      users: usersIn([...this.sides.values()]),
    };
  }

  private userAt(user: number): UserSides {
    const seen = this.sides.get(user) ?? {};
    this.sides.set(user, seen);
    return seen;
  }
}

function usersIn(all: readonly UserSides[]): UserCounts {
  const both = all.filter(({ lastOnOld, firstOnNew }) => lastOnOld !== undefined && firstOnNew !== undefined);
  const onlyOld = all.filter(
    ({ lastOnOld, firstOnNew }) => lastOnOld !== undefined && firstOnNew === undefined,
  ).length;
  const onlyNew = all.filter(
    ({ lastOnOld, firstOnNew }) => lastOnOld === undefined && firstOnNew !== undefined,
  ).length;
  const movedBack = both.filter(({ lastOnOld = 0, firstOnNew = 0 }) => lastOnOld > firstOnNew).length;
  const unknown = all.length - both.length - onlyOld - onlyNew;
  return { onlyOld, onlyNew, both: both.length, movedBack, unknown };
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
