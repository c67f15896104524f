import { planRestoration, type Restoration, type RestoreScope } from '../core/record-preparation/restoration';
import { readWeighted } from '../core/routers/route53/weighted-records';
import { leaseFrom, leaseLeftMs } from '../core/shared/lease';
import { requirePreparation } from '../core/shared/ledger-entry';
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
 * moves. Run again, the step finds nothing left to do. It runs only where records were prepared.
 * @throws LedgerCorruptError when the ledger does not say, or no longer says, how they were prepared
 */
export const restoreRecords =
  (ports: Ports) =>
  async ({ execution, route, fence, scope }: Input): Promise<Output> => {
    const entry = await ports.ledger.read(route);
    if (entry?.lock == null) {
      return restored(`${route} is not locked, so that no prepared records are left to restore`);
    }
    if (entry.lock.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was restored');
    }
    const { router, prepared } = requirePreparation(route, entry);
    const leaseMs = leaseLeftMs(entry.leaseUntil, readTime(ports));
    // A cutover that succeeded has no change on its way any more.
    if (scope === 'everything' && leaseMs > 0) {
      return {
        action: 'wait',
        reason: 'a change of the records may still arrive; waiting for it',
        waitSeconds: Math.ceil(leaseMs / 1_000),
      };
    }
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
