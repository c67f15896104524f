import { PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import type { Plan } from '../core/plan/plan';
import { planPreparation, recordsToPrepare } from '../core/record-preparation/preparation';
import { type RecordSet, readWeighted, recordsText } from '../core/routers/route53/weighted-records';
import { FencedError, RouteBrokenError, RouteChangedError } from '../core/shared/errors';
import type { Clock, Ledger, RecordsChange, RouteRecords } from '../ports';
import { SHIFT_LEASE_MS } from './shift-traffic';
import { record } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
}

/** A preparation that Route 53 has accepted. */
export interface Lead {
  change: RecordsChange;
  /** ISO 8601. */
  changedAt: string;
  /** ISO 8601: when Route 53's servers all answered with it; null until they do. */
  inEffectAt: string | null;
}

/**
 * Makes a route's records ready in one batch: a simple record becomes the weighted pair, TTLs come down. The traffic stays where it is. What the
 * records were is in the ledger before anything is changed. Run again after a crash, it finds its own work and writes the same once more,
 * which gives a change to wait for.
 */
export const prepareRecords =
  (ports: { readonly records: RouteRecords; readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({
    plan,
    execution,
    route,
    fence,
  }: Input): Promise<{ lead: Lead; waitSeconds: number; reason: string }> => {
    const router = recordsToPrepare(plan);
    if (router === null) {
      throw new RouteBrokenError(`plan "${plan.name}" asks for no preparation of ${route}`);
    }
    const entry = await ports.ledger.read(route);
    if (entry?.lock?.fence !== fence || entry.lock.reverting) {
      throw new FencedError(
        `the lock of ${route} is no longer held under fence ${fence}; nothing was prepared`,
      );
    }
    const records = await ports.records.read(router);
    const preparation = entry.prepared ?? planPreparation(router, plan.ttl, records).preparation;
    const from =
      preparation === null
        ? null
        : (among(records, preparation.original) ?? among(records, preparation.left));
    if (preparation === null || from === null) {
      throw new RouteChangedError(
        `${router.recordName} was changed by someone else while it was looked at; nothing was prepared`,
      );
    }
    const { what } = preparation;
    const to = JSON.parse(preparation.left) as RecordSet[];
    const until = new Date(ports.clock.now() + SHIFT_LEASE_MS).toISOString();
    await ports.ledger.beginPreparation(route, fence, preparation, until);
    await record(ports, { route, execution }, { key: 'prepare', what: 'records made ready', reason: what });
    const change = await ports.records.replace(router, from, to);
    const changedAt = new Date(ports.clock.now()).toISOString();
    const after = [...records.filter((one) => !from.includes(one)), ...to];
    const { percent, version } = readWeighted(router, after);
    await ports.ledger.saveExpected(route, fence, { percent, version });
    return {
      lead: { change, changedAt, inEffectAt: null },
      waitSeconds: PROPAGATION_POLL_SECONDS,
      reason: `${what} (change ${change.id})`,
    };
  };

/** These records among others, each exactly as it is told; null when one of them is not there. */
function among(records: readonly RecordSet[], told: string): readonly RecordSet[] | null {
  const wanted = (JSON.parse(told) as RecordSet[]).map((one) => recordsText([one]));
  const found = records.filter((one) => wanted.includes(recordsText([one])));
  return found.length === wanted.length ? found : null;
}
