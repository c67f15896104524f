import { PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import type { Plan } from '../core/plan/plan';
import { planPreparation, recordsToPrepare } from '../core/record-preparation/preparation';
import { type RecordSet, readWeighted, recordsText } from '../core/routers/route53/weighted-records';
import { RouteBrokenError, RouteChangedError } from '../core/shared/errors';
import { leaseFrom } from '../core/shared/lease';
import { requireSoundEntry } from '../core/shared/ledger-entry';
import { requireLock } from '../core/shared/lock';
import type { Clock, Ledger, RecordsChange, RouteRecords } from '../ports';
import { currentTime, readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';
import { takeLease } from './support/take-lease';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** Iterations of all loops so far. */
  iterations: number;
}

/** A preparation that Route 53 has accepted, and the wait after it. */
export interface Lead {
  change: RecordsChange;
  /** ISO 8601. */
  changedAt: string;
  /** ISO 8601: when all of Route 53's servers answered with it; null until they do. */
  inEffectAt: string | null;
  /** Present while the lead is over and a change calendar is closed. */
  closed?: true;
}

const NOTHING_PREPARED = 'nothing was prepared';

/**
 * Prepares a route's records in one batch: turns a simple record into a weighted pair, and lowers TTLs. No
 * traffic moves. The ledger has the original records before anything is changed. Run again after a crash, the
 * step finds its own work and writes it once more, so that there is a change to wait for.
 */
export const prepareRecords =
  (ports: { readonly records: RouteRecords; readonly ledger: Ledger; readonly clock: Clock }) =>
  async (input: Input): Promise<{ lead: Lead; waitSeconds: number; reason: string }> => {
    const { plan, execution, route, fence } = input;
    const router = recordsToPrepare(plan);
    if (router === null) {
      throw new RouteBrokenError(`plan "${plan.name}" does not prepare ${route}`);
    }
    const entry = requireLock(await ports.ledger.read(route), { route, fence }, NOTHING_PREPARED);
    requireSoundEntry(route, entry);
    const records = await ports.records.read(router);
    const preparation = entry.prepared ?? planPreparation(router, plan.ttl, records).preparation;
    const from =
      preparation === null
        ? null
        : (among(records, preparation.original) ?? among(records, preparation.left));
    if (preparation === null || from === null) {
      throw new RouteChangedError(
        `${router.recordName} was changed by someone else since the preflight; ${NOTHING_PREPARED}`,
      );
    }
    const { what } = preparation;
    const to = JSON.parse(preparation.left) as RecordSet[];
    const until = leaseFrom(readTime(ports), NOTHING_PREPARED);
    await takeLease(ports, input, {
      entry,
      notDone: NOTHING_PREPARED,
      // An earlier try has announced its change, which may have landed.
      isUnderWay: entry.prepared !== null,
      take: (commands) => ports.ledger.beginPreparation(route, fence, preparation, until, commands),
    });
    await recordDecision(
      ports,
      { route, execution },
      { key: 'prepare', kind: 'preparing', what: 'prepare records', reason: what },
    );
    const change = await ports.records.replace(router, from, to);
    const changedAt = new Date(currentTime(ports)).toISOString();
    const after = [...records.filter((one) => !from.includes(one)), ...to];
    const { percent, version } = readWeighted(router, after);
    await ports.ledger.saveExpected(route, fence, { percent, version });
    return {
      lead: { change, changedAt, inEffectAt: null },
      waitSeconds: PROPAGATION_POLL_SECONDS,
      reason: `${what} (change ${change.id})`,
    };
  };

/** The records with this text among others; null when one of them is missing or different. */
function among(records: readonly RecordSet[], recordsJson: string): readonly RecordSet[] | null {
  const wanted = (JSON.parse(recordsJson) as RecordSet[]).map((one) => recordsText([one]));
  const found = records.filter((one) => wanted.includes(recordsText([one])));
  return found.length === wanted.length ? found : null;
}
