import { planRestoration, type Restoration, type RestoreScope } from '../core/record-preparation/restoration';
import { recordRouteOf } from '../core/routers/route';
import { readWeighted } from '../core/routers/route53/weighted-records';
import { leaseFrom, leaseLeftMs } from '../core/shared/lease';
import { requireSoundEntry } from '../core/shared/ledger-entry';
import { lockLostError } from '../core/shared/lock';
import type { Clock, Ledger, RouteRecords } from '../ports';
import { readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

interface Input {
  execution: string;
  route: string;
  fence: number;
  scope: RestoreScope;
}

interface Output {
  /** `wait`: a change of the forward execution may still arrive; run the step again after `waitSeconds`. */
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
 * Restores prepared records: the TTL alone after a successful cutover, otherwise everything. No traffic
 * moves. Run again, the step finds nothing left to do.
 */
export const restoreRecords =
  (ports: Ports) =>
  async ({ execution, route, fence, scope }: Input): Promise<Output> => {
    const entry = await ports.ledger.read(route);
    const router = entry?.router && recordRouteOf(entry.router);
    if (entry?.lock == null || router == null || entry.prepared === null) {
      return restored(`${route} has no prepared records to restore`);
    }
    requireSoundEntry(route, entry);
    if (entry.lock.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was restored');
    }
    const leaseMs = leaseLeftMs(entry.leaseUntil, readTime(ports));
    // A cutover that succeeded has no change on its way any more.
    if (scope === 'everything' && leaseMs > 0) {
      return {
        action: 'wait',
        reason: 'a change of the records may still arrive; waiting for it',
        waitSeconds: Math.ceil(leaseMs / 1_000),
      };
    }
    const { prepared } = entry;
    const change = planRestoration(router, prepared, scope, await ports.records.read(router));
    const reason = describeRestoration(change);
    if (change.from.length + change.leftAlone.length > 0) {
      await recordDecision(
        ports,
        { route, execution },
        { key: 'restore', kind: 'restored', what: 'restore records', reason },
      );
    }
    if (change.from.length > 0) {
      // The lock stays until no try of this step can land. And until the ledger expects the restored TTL, it
      // must not be taken for someone else's change.
      const until = leaseFrom(readTime(ports), 'nothing was restored');
      await ports.ledger.beginShift(route, fence, { until, percent: null }, null);
      await ports.records.replace(router, change.from, change.to);
    }
    if (scope === 'ttl' && change.leftAlone.length === 0) {
      const { percent, version } = readWeighted(router, change.after);
      await ports.ledger.saveExpected(route, fence, { percent, version });
    }
    return restored(reason);
  };

function restored(reason: string): Output {
  return { action: 'restored', reason, waitSeconds: 0 };
}

function describeRestoration({ to, leftAlone }: Restoration): string {
  const labels = to.map(({ Type, SetIdentifier, TTL }) => {
    const name =
      SetIdentifier === undefined ? `${Type}, a simple record again` : `${Type} "${SetIdentifier}"`;
    return `${name}${TTL === undefined ? '' : ` at TTL ${TTL} s`}`;
  });
  const done = labels.length === 0 ? [] : [`records restored: ${labels.join(', ')}`];
  const foreign =
    leftAlone.length === 0
      ? []
      : [`records changed by someone else were not restored; restore them by hand: ${leftAlone.join(', ')}`];
  return [...done, ...foreign].join('; ') || 'the records are already restored';
}
