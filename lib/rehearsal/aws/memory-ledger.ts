import { inOrder } from '../../../lambdas/core/shared/decision-order';
import { FencedError } from '../../../lambdas/core/shared/errors';
import { lockLostError } from '../../../lambdas/core/shared/lock';
import { revertTurnTaken } from '../../../lambdas/core/shared/revert-turn';
import type { Decision, Ledger, Lock, RevertTurn, RouteEntry } from '../../../lambdas/ports';

/** Everything that is stored of a route. The fence outlives the lock, so that it never decreases. */
interface Kept extends RouteEntry {
  readonly lock: Lock | null;
  readonly fence: number;
  /** Which revert may write, and until when. */
  readonly turn: Pick<RevertTurn, 'by' | 'until'> | null;
}

/** A ledger in memory. It behaves as the one in DynamoDB does: one contract suite runs against both. */
export function memoryLedger(): Ledger {
  const routes = new Map<string, Kept>();
  const decisions = new Map<string, Map<string, Decision>>();

  const keep = (route: string, kept: Kept): void => void routes.set(route, copyOf(kept));

  /** Changes what is stored of a route. @throws FencedError unless `fence` is the current one */
  const change = (route: string, fence: number, changed: (kept: Kept) => Kept): void => {
    const kept = routes.get(route);
    if (kept?.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    keep(route, changed(kept));
  };
  const held = (route: string, fence: number, kept: Kept): Kept => {
    if (kept.lock === null) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    return kept;
  };

  /** Changes what begins something new, unless a command has arrived beyond those that were read. */
  const begin = (route: string, fence: number, commands: number | null, changed: Partial<Kept>): boolean => {
    let isNews = false;
    change(route, fence, (kept) => {
      isNews = commands !== null && held(route, fence, kept).commands.stored.length !== commands;
      return isNews ? kept : { ...held(route, fence, kept), ...changed };
    });
    return !isNews;
  };

  return {
    async acquire(route, router, owner) {
      const { execution } = owner;
      const kept = routes.get(route);
      const holder = kept?.lock ?? null;
      if (holder !== null) {
        return holder.execution === execution && !holder.reverting
          ? { acquired: true, fence: holder.fence }
          : { acquired: false, holder: copyOf(holder) };
      }
      const fence = (kept?.fence ?? 0) + 1;
      const lock = { ...owner, reverting: false, fence };
      const empty = {
        snapshot: null,
        expected: null,
        shiftingUntil: null,
        leaseUntil: null,
        turn: null,
        deployment: null,
        prepared: null,
        commands: { stored: [], refused: [] },
      };
      keep(route, { ...empty, lock, fence, router });
      return { acquired: true, fence };
    },

    async read(route) {
      const kept = routes.get(route);
      if (kept === undefined) {
        return null;
      }
      const { fence: _, turn: __, ...entry } = kept;
      return copyOf(entry);
    },

    async saveSnapshot(route, fence, snapshot) {
      change(route, fence, (kept) => ({
        ...held(route, fence, kept),
        snapshot: kept.snapshot ?? snapshot,
        expected: kept.expected ?? snapshot,
      }));
    },

    async beginShift(route, fence, until, commands) {
      return begin(route, fence, commands, { shiftingUntil: until, leaseUntil: until });
    },

    async beginPreparation(route, fence, preparation, until, commands) {
      const prepared = routes.get(route)?.prepared ?? preparation;
      return begin(route, fence, commands, { prepared, shiftingUntil: until, leaseUntil: until });
    },

    async saveExpected(route, fence, expected) {
      change(route, fence, (kept) => ({ ...held(route, fence, kept), expected, shiftingUntil: null }));
    },

    async saveDeployment(route, fence, deployment, commands) {
      return begin(route, fence, commands, { deployment });
    },

    async takeOver(route, execution, { by, at, until }) {
      const kept = routes.get(route);
      if (kept?.lock?.execution !== execution) {
        return null;
      }
      const turn = { by, until };
      if (kept.lock.reverting) {
        const isOther = kept.turn?.by !== by;
        if (kept.turn !== null && isOther && kept.turn.until > at) {
          throw revertTurnTaken(route, kept.turn);
        }
        keep(route, { ...kept, turn, ...(isOther ? { leaseUntil: until } : {}) });
        return kept.fence;
      }
      const fence = kept.fence + 1;
      keep(route, { ...kept, turn, fence, lock: { ...kept.lock, fence, reverting: true } });
      return fence;
    },

    async release(route, fence, at) {
      let running: string | null = null;
      change(route, fence, (kept) => {
        running = kept.leaseUntil !== null && kept.leaseUntil > at ? kept.leaseUntil : null;
        return running === null ? { ...kept, lock: null } : kept;
      });
      return running;
    },

    async record(route, decision) {
      const ofRoute = decisions.get(route) ?? new Map<string, Decision>();
      const key = `${decision.execution}#${decision.key}`;
      ofRoute.set(key, ofRoute.get(key) ?? copyOf(decision));
      decisions.set(route, ofRoute);
    },

    async decisions(route) {
      return inOrder([...(decisions.get(route)?.values() ?? [])]);
    },

    async sendCommand(route, execution, command) {
      const kept = routes.get(route);
      if (kept?.lock?.execution !== execution) {
        throw new FencedError(
          `${execution} does not hold the lock of ${route}, so that it would not read the command`,
        );
      }
      const { stored, refused } = kept.commands;
      keep(route, { ...kept, commands: { stored: [...stored, command], refused } });
    },

    async refuseCommand(route, execution, index) {
      const kept = routes.get(route);
      if (kept?.lock?.execution === execution) {
        const { stored, refused } = kept.commands;
        keep(route, { ...kept, commands: { stored, refused: [...new Set([...refused, index])] } });
      }
    },
  };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
