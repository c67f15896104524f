import { routeKey } from '../../../lambdas/core/routers/route';
import { readName } from '../../../lambdas/core/routers/route53/read-name';
import {
  afterMoves,
  readRecordsForRevert,
  recordMoves,
  versionOfRecords,
} from '../../../lambdas/core/routers/route53/record-revert';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import {
  type RecordSet,
  readWeighted,
  recordsText,
  shiftBatch,
} from '../../../lambdas/core/routers/route53/weighted-records';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { RouteChangedError } from '../../../lambdas/core/shared/errors';
import type { Clock, Decision, Ledger, RouteRecords, TrafficRouter } from '../../../lambdas/ports';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { type PlanInput, planInput, planOf } from '../plans/plans';
import { openCalendars } from './calendars';

const arnOf = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`;
/** The execution of the tests' own cutover, and that of another. */
export const execution = arnOf('api-1');
export const other = arnOf('api-2');
export const began = '2026-11-20T12:00:00.000Z';

/** A clock that stands still except for `pass`, and is right until `setOff`. */
export function fakeClock() {
  let now = Date.parse(began);
  let aheadMs: number | null = 0;
  const clock: Clock = { now: () => now, aheadMs: () => aheadMs, sleep: () => Promise.resolve() };
  return {
    clock,
    /** AWS's clock is ahead by so many seconds from now on; null: it is not known. */
    setOff: (seconds: number | null) => {
      aheadMs = seconds === null ? null : 1_000 * seconds;
    },
    /** Advances the clock, in seconds. */
    pass: (seconds: number) => {
      now += 1_000 * seconds;
    },
  };
}

/** A zone with a weighted pair at 100/0 for each type of the route. */
export function fakeRouter({ oldSetIdentifier, newSetIdentifier, recordName, recordTypes }: Route53) {
  const record = (Type: string, SetIdentifier: string, Weight: number): RecordSet => ({
    Name: `${recordName}.`,
    Type,
    SetIdentifier,
    Weight,
    TTL: 60,
  });
  let records: readonly RecordSet[] = recordTypes.flatMap((type) => [
    record(type, oldSetIdentifier, 100),
    record(type, newSetIdentifier, 0),
  ]);
  const written: number[] = [];
  const replaced: (readonly RecordSet[])[] = [];
  const router: TrafficRouter<Route53> = {
    read: async (route) => readName(route, records),
    write: async (route, percent, version) => {
      if (readWeighted(route, records).version !== version) {
        throw new RouteChangedError('the values provided do not match the current values');
      }
      const { changes, version: after } = shiftBatch(route, version, percent);
      records = changes.flatMap((one) => (one.Action === 'CREATE' ? [one.ResourceRecordSet] : []));
      written.push(percent);
      return { id: `C${written.length}`, version: after, route };
    },
    readForRevert: async (route, target) => readRecordsForRevert(route, target, records),
    putBack: async (route, target, version) => {
      if (readRecordsForRevert(route, target, records).version !== version) {
        throw new RouteChangedError('the values provided do not match the current values');
      }
      records = afterMoves(records, recordMoves(route, target, version));
      written.push(target.percent);
      const change = { id: `C${written.length}`, version: versionOfRecords(route, records), route };
      return { change, refused: [] };
    },
    propagated: async () => true,
  };
  const port: RouteRecords = {
    read: async () => records,
    replace: async (_, from, to) => {
      const gone = from.map((one) => recordsText([one]));
      const left = records.filter((one) => !gone.includes(recordsText([one])));
      if (left.length !== records.length - from.length) {
        throw new RouteChangedError('the values provided do not match the current values');
      }
      records = [...left, ...to];
      replaced.push(to);
      return { id: `P${replaced.length}` };
    },
    propagated: async () => true,
  };
  return {
    router,
    port,
    /** The records of each replacement, in order. */
    replaced: replaced as readonly (readonly RecordSet[])[],
    /** Replaces all records. */
    seed: (seeded: readonly RecordSet[]) => {
      records = seeded;
    },
    /** The percents of all writes, in order. */
    written: written as readonly number[],
    weights: () => records.map(({ Weight }) => Weight),
    records: () => records,
    /** Someone else changes every record. */
    change: (changed: (record: RecordSet) => RecordSet) => {
      records = records.map(changed);
    },
  };
}

/** A cutover whose lock is held and whose snapshot is taken. */
export async function cutoverUnderWay(over: Partial<PlanInput> = {}) {
  const plan = planOf(over);
  const route = routeKey(plan.router);
  const ledger = memoryLedger();
  const { clock, pass, setOff } = fakeClock();
  const zone = fakeRouter(plan.router);
  const fence = await takeLock(ledger, route, execution, plan.router);
  const { percent, version } = await zone.router.read(plan.router);
  await ledger.saveSnapshot(route, fence, { percent, version });
  return {
    plan,
    route,
    ledger,
    clock,
    pass,
    setOff,
    zone,
    fence,
    ports: { router: zone.router, records: zone.port, calendars: openCalendars, ledger, clock },
    input: { plan, execution, route, fence, iterations: 0 },
    /** The entry of the route in the ledger. */
    entry: async () => await ledger.read(route),
    decisions: async (): Promise<readonly Decision[]> => await ledger.decisions(route),
  };
}

/**
 * A cutover whose lock is held, and whose plan lowers the TTL of 300 s of its records; with `adopt`, of a
 * simple record.
 */
export async function cutoverToPrepare(
  over: Partial<PlanInput> = {},
  { adopt = false }: { readonly adopt?: boolean } = {},
) {
  const alias = { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'new.example.net' };
  const router = { ...planInput().router, ...(adopt ? { adopt: { newTarget: { alias } } } : {}) };
  const plan = planOf({ router, ttl: {}, ...over });
  const route = routeKey(plan.router);
  const ledger = memoryLedger();
  const { clock, pass } = fakeClock();
  const zone = fakeRouter(plan.router);
  zone.change((one) => ({ ...one, TTL: 300 }));
  if (adopt) {
    zone.seed([{ Name: `${plan.router.recordName}.`, Type: 'A', TTL: 300 }]);
  }
  const fence = await takeLock(ledger, route, execution, plan.router);
  return {
    plan,
    route,
    ledger,
    clock,
    pass,
    zone,
    fence,
    ports: { router: zone.router, records: zone.port, calendars: openCalendars, ledger, clock },
    input: { plan, execution, route, fence, iterations: 0 },
    entry: async () => await ledger.read(route),
    decisions: async (): Promise<readonly Decision[]> => await ledger.decisions(route),
  };
}

/** Acquires a lock that must be free. */
export async function takeLock(
  ledger: Ledger,
  route: string,
  owner: string,
  router: Router,
): Promise<number> {
  const taken = await ledger.acquire(route, router, {
    execution: owner,
    planName: 'api',
    acquiredAt: began,
  });
  if (!taken.acquired) {
    throw new Error(`${route} is locked by ${taken.holder.execution}`);
  }
  return taken.fence;
}
