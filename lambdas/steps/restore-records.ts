import { planRestoration, type Restoration, type Undo } from '../core/record-preparation/restoration';
import { recordRouteOf } from '../core/routers/route';
import { readWeighted } from '../core/routers/route53/weighted-records';
import { FencedError } from '../core/shared/errors';
import type { Clock, Ledger, RouteRecords } from '../ports';
import { SHIFT_LEASE_MS } from './shift-traffic';
import { record } from './support/record-decision';

interface Input {
  execution: string;
  route: string;
  fence: number;
  undo: Undo;
}

/** What became of the records. */
interface Output {
  /** `wait`: something of the forward execution may still be on its way; look again after so many seconds. */
  action: 'restored' | 'wait';
  reason: string;
  waitSeconds: number;
}

interface Ports {
  readonly records: RouteRecords;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Puts prepared records back: after a cutover that succeeded the TTL alone, else everything. The traffic stays where it is. Run again, it
 * finds nothing left to do.
 */
export const restoreRecords =
  (ports: Ports) =>
  async ({ execution, route, fence, undo }: Input): Promise<Output> => {
    const entry = await ports.ledger.read(route);
    const router = entry?.router && recordRouteOf(entry.router);
    if (entry?.lock == null || router == null || entry.prepared === null) {
      return restored(`nothing of ${route} is left to be put back`);
    }
    if (entry.lock.fence !== fence) {
      throw new FencedError(
        `the lock of ${route} is no longer held under fence ${fence}; nothing was put back`,
      );
    }
    const leaseMs = Date.parse(entry.shiftingUntil ?? '') - ports.clock.now();
    // Once everything has passed nothing is on its way any more.
    if (undo === 'everything' && leaseMs > 0) {
      return {
        action: 'wait',
        reason: 'a change of the records may still be on its way: waiting for it',
        waitSeconds: Math.ceil(leaseMs / 1_000),
      };
    }
    const { prepared } = entry;
    const change = planRestoration(router, prepared, undo, await ports.records.read(router));
    const reason = described(change);
    if (change.from.length + change.leftAlone.length > 0) {
      await record(ports, { route, execution }, { key: 'restore', what: 'records put back', reason });
    }
    if (change.from.length > 0) {
      if (undo === 'lowering') {
        // Until the ledger expects what is put back, it must not look like somebody else's change.
        const until = new Date(ports.clock.now() + SHIFT_LEASE_MS).toISOString();
        await ports.ledger.beginShift(route, fence, until);
      }
      await ports.records.replace(router, change.from, change.to);
    }
    if (undo === 'lowering' && change.leftAlone.length === 0) {
      const { percent, version } = readWeighted(router, change.after);
      await ports.ledger.saveExpected(route, fence, { percent, version });
    }
    return restored(reason);
  };

function restored(reason: string): Output {
  return { action: 'restored', reason, waitSeconds: 0 };
}

function described({ to, leftAlone }: Restoration): string {
  const labels = to.map(({ Type, SetIdentifier, TTL }) => {
    const name = SetIdentifier === undefined ? `${Type}, simple again` : `${Type} "${SetIdentifier}"`;
    return `${name}${TTL === undefined ? '' : ` at TTL ${TTL} s`}`;
  });
  const done = labels.length === 0 ? [] : [`records put back: ${labels.join(', ')}`];
  const foreign =
    leftAlone.length === 0
      ? []
      : [`records that somebody else has changed stay as they are, see to them: ${leftAlone.join(', ')}`];
  return [...done, ...foreign].join('; ') || 'the records are as they should be';
}
