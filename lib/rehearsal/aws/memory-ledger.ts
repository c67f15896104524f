import { inOrder } from '../../../lambdas/core/shared/decision-order';
import { FencedError } from '../../../lambdas/core/shared/errors';
import { lockLostError } from '../../../lambdas/core/shared/lock';
import type { Decision, Ledger, Lock, OperatorCommand, RouteEntry } from '../../../lambdas/ports';

/** Everything that is stored of a route. The fence outlives the lock, so that it never decreases. */
interface Kept extends RouteEntry {
  readonly lock: Lock | null;
  readonly fence: number;
  readonly request: (OperatorCommand & { readonly execution: string }) | null;
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
        request: null,
        shiftingUntil: null,
        deployment: null,
        prepared: null,
      };
      keep(route, { ...empty, lock, fence, router });
      return { acquired: true, fence };
    },

    async read(route) {
      const kept = routes.get(route);
      if (kept === undefined) {
        return null;
      }
      const { lock, snapshot, expected, router, shiftingUntil, deployment, prepared } = kept;
      return copyOf({ lock, snapshot, expected, router, shiftingUntil, deployment, prepared });
    },

    async saveSnapshot(route, fence, snapshot) {
      change(route, fence, (kept) => ({
        ...held(route, fence, kept),
        snapshot: kept.snapshot ?? snapshot,
        expected: kept.expected ?? snapshot,
      }));
    },

    async beginShift(route, fence, until) {
      change(route, fence, (kept) => ({ ...held(route, fence, kept), shiftingUntil: until }));
    },

    async beginPreparation(route, fence, preparation, until) {
      change(route, fence, (kept) => ({
        ...held(route, fence, kept),
        prepared: kept.prepared ?? preparation,
        shiftingUntil: until,
      }));
    },

    async saveExpected(route, fence, expected) {
      change(route, fence, (kept) => ({ ...held(route, fence, kept), expected, shiftingUntil: null }));
    },

    async saveDeployment(route, fence, deployment) {
      change(route, fence, (kept) => ({ ...held(route, fence, kept), deployment }));
    },

    async takeOver(route, execution) {
      const kept = routes.get(route);
      if (kept?.lock?.execution !== execution) {
        return null;
      }
      if (kept.lock.reverting) {
        return kept.fence;
      }
      const fence = kept.fence + 1;
      keep(route, { ...kept, fence, lock: { ...kept.lock, fence, reverting: true } });
      return fence;
    },

    async release(route, fence) {
      change(route, fence, (kept) => ({ ...kept, lock: null }));
    },

    async record(route, decision) {
      const ofRoute = decisions.get(route) ?? new Map<string, Decision>();
      ofRoute.set(`${decision.execution}#${decision.key}`, copyOf(decision));
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
      keep(route, { ...kept, request: { ...command, execution } });
    },

    async lastCommand(route, execution) {
      const stored = routes.get(route)?.request ?? null;
      if (stored?.execution !== execution) {
        return null;
      }
      const { kind, by, at, reason } = stored;
      return { kind, by, at, reason };
    },
  };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
