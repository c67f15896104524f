import {
  type RecordsApi,
  route53Records,
  type ZonesApi,
} from '../../../../lambdas/adapters/routers/route53/route53-records';
import { route53Router } from '../../../../lambdas/adapters/routers/route53/route53-router';
import { alarmPlaceFor } from '../../../../lambdas/core/health/alarm-arn';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import type { HealthChecks, RouteRecords, TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import { FORWARD_ARN } from '../../deployed-machines';
import { type AnswerChange, Answers } from '../answers';
import type { RouteReferences } from '../route-references';
import type { RecordSetup, SplitOptions } from '../route-setup';
import type {
  AnswerHold,
  DataPlaneOptions,
  ForeignAddition,
  ForeignChange,
  Split,
  SplitState,
} from '../split';
import { followHealthCheck } from './data-plane';
import { HostedZone } from './hosted-zone';
import {
  atName,
  besideRecords,
  OTHER_ZONE_ID,
  otherRecord,
  otherZoneRecords,
  zonesOf,
} from './other-records';
import {
  adoptedTargets,
  dnsRecordOf,
  HEALTH_CHECK_ID,
  recordsBrokenBy,
  startRecords,
  ttlOf,
  zoneNameOf,
} from './record-sets';
import { percentOfNew, shareOfNew, shareWhileUnhealthy } from './record-shares';

const SERVICE = 'route53';

/** The status of the new path's health check, as the servers learn it. It changes no record. */
interface HealthStatus {
  readonly at: number;
  readonly healthy: boolean;
}

/** Within this time, every server knows of a health check's new status. */
const HEALTH_SPREAD_MS = 10_000;

/** Route 53: the plan's records in a hosted zone, and the servers that answer with them. */
export class RecordSplit implements Split {
  private readonly zone: HostedZone;
  private readonly otherZone: HostedZone;
  private readonly answers: Answers;
  private readonly changes = new Map<string, AnswerChange>();
  private readonly healthStatuses: HealthStatus[] = [];
  private readonly listeners: ((percent: number) => void)[] = [];
  readonly history: SplitState[] = [];
  readonly references: RouteReferences;

  constructor(private readonly options: SplitOptions<Route53, RecordSetup>) {
    const { route, setup, clock, random } = options;
    this.zone = new HostedZone({
      id: route.hostedZoneId,
      name: zoneNameOf(route, setup),
      aliasTargets: adoptedTargets(route),
      records: [...startRecords(route, setup), ...besideRecords(route, setup)],
      isInsync: (id) => clock.now() >= (this.changes.get(id)?.insyncAt ?? 0),
    });
    this.otherZone = new HostedZone({
      id: OTHER_ZONE_ID,
      records: setup.otherZone === undefined ? [] : otherZoneRecords(route, setup.otherZone.leadsTo),
      isInsync: () => true,
    });
    this.answers = new Answers(
      clock,
      () => Math.round(1_000 * (setup.insyncSeconds ?? random.between(20, 45))),
      {
        share: shareOfNew(route, this.list()),
        shareWhileUnhealthy: shareWhileUnhealthy(route, this.list()),
        seconds: ttlOf(this.list(), this.zone.records(), route.hostedZoneId),
      },
    );
    this.references = {
      hostedZoneId: route.hostedZoneId,
      records: () => this.zone.records().map(dnsRecordOf),
      loadBalancers: () => [],
      oldTargetGroupArns: [],
    };
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<Route53> {
    return route53Router(this.api(calls));
  }

  records(calls: Caller): RouteRecords {
    return route53Records(this.api(calls));
  }

  /** The one health check is as the plan wants it. */
  healthChecks(calls: Caller): HealthChecks {
    const { newHealthCheck } = this.options.route;
    return {
      describe: (id) =>
        calls.call(SERVICE, 'GetHealthCheck', () =>
          newHealthCheck === undefined || id !== HEALTH_CHECK_ID
            ? null
            : {
                kind: 'CLOUDWATCH_METRIC',
                ...watched(newHealthCheck.alarm),
                disabled: false,
                inverted: false,
                withoutData: 'LastKnownStatus',
              },
        ),
    };
  }

  startDataPlane({ alarms, emit }: DataPlaneOptions): void {
    const { route, clock } = this.options;
    if (route.newHealthCheck !== undefined) {
      followHealthCheck({
        alarm: route.newHealthCheck.alarm,
        ...{ alarms, clock, emit },
        setHealthy: (healthy) => {
          this.healthStatuses.push({ at: clock.now(), healthy });
          this.answers.changed();
        },
      });
    }
  }

  /** The records of the route's name, in Route 53's order. */
  list(): readonly RecordSet[] {
    return atName(this.options.route, this.zone.records());
  }

  percent(): number {
    return percentOfNew(this.options.route, this.list());
  }

  onChange(listener: (percent: number) => void): void {
    this.listeners.push(listener);
  }

  insyncAfter(at: number): number {
    return this.answers.insyncAfter(at);
  }

  /** Of a record, or of the health check's status. */
  lastInsyncAt(): number {
    const status = this.healthStatuses.at(-1);
    return Math.max(this.answers.lastInsyncAt(), status === undefined ? 0 : status.at + HEALTH_SPREAD_MS);
  }

  lastShareChangeAt(): number {
    return this.answers.lastShareChangeAt();
  }

  /** An answer may be kept for its TTL. */
  answerHolds(): readonly AnswerHold[] {
    return this.answers.holds();
  }

  answeredShare(at: number, serverDelay: number): number {
    const answer = this.answers.answerAt(at, serverDelay);
    const status = this.healthStatuses.findLast((one) => one.at + HEALTH_SPREAD_MS * serverDelay <= at);
    return (status?.healthy === false ? answer.shareWhileUnhealthy : answer.share) ?? 0;
  }

  /** Changes stay PENDING. */
  holdPending(): { end(): void } {
    return this.answers.hold();
  }

  /** Changes weights, or the TTL of the records that are not aliases. */
  foreignChange({ recordType, ...change }: ForeignChange): void {
    const weights = change.weights ?? (change.ttlSeconds === undefined ? { old: 80, new: 20 } : undefined);
    this.foreignReplace(
      this.list().map((record) => {
        if (recordType !== undefined && record.Type !== recordType) {
          return record;
        }
        const weight = this.isNew(record) ? weights?.new : weights?.old;
        const weighted =
          weight === undefined || record.Weight === undefined ? record : { ...record, Weight: weight };
        return change.ttlSeconds === undefined || record.TTL === undefined
          ? weighted
          : { ...weighted, TTL: change.ttlSeconds };
      }),
    );
  }

  foreignDelete(path: 'old' | 'new', recordType?: string): void {
    const { newSetIdentifier, oldSetIdentifier } = this.options.route;
    const deleted = path === 'new' ? newSetIdentifier : oldSetIdentifier;
    const isDeleted = ({ SetIdentifier, Type }: RecordSet) =>
      SetIdentifier === deleted && (recordType === undefined || Type === recordType);
    this.foreignReplace(this.list().filter((record) => !isDeleted(record)));
  }

  /**
   * Adds a third record beside the first one of its type, with the same answer; or a simple record, where the
   * name has none of the type.
   */
  foreignAdd({ weight, leadsTo = 'old', ...addition }: ForeignAddition): void {
    const { route } = this.options;
    const recordType = addition.recordType ?? String(route.recordTypes[0]);
    const [beside] = this.list().filter(({ Type }) => Type === recordType);
    const added =
      beside === undefined
        ? otherRecord(route, { recordType, leadsTo, ttlSeconds: 60 })
        : { ...beside, SetIdentifier: 'third', Weight: weight };
    this.foreignReplace([...this.list(), added]);
  }

  /** Someone else makes these the only records of the name. */
  foreignReplace(sets: readonly RecordSet[]): void {
    const here = this.list();
    const others = this.zone.records().filter((record) => !here.includes(record));
    this.commit(this.zone.replace([...sets, ...others]), 'another');
  }

  private api(calls: Caller): RecordsApi & ZonesApi {
    const { zone } = this;
    return {
      list: (zoneId, from) =>
        calls.call(SERVICE, 'ListResourceRecordSets', () =>
          (zoneId === OTHER_ZONE_ID ? this.otherZone : zone).listResourceRecordSets(zoneId, from),
        ),
      zones: (from) => calls.call(SERVICE, 'ListHostedZonesByName', () => zonesOf(this.options, from)),
      change: (zoneId, _comment, changes) =>
        calls.call(SERVICE, 'ChangeResourceRecordSets', () =>
          this.commit(zone.changeResourceRecordSets(zoneId, changes), 'cutover'),
        ),
      isInsync: (id) => calls.call(SERVICE, 'GetChange', () => zone.getChange(id) === 'INSYNC'),
    };
  }

  /** Lets an accepted change reach the servers. @returns its id */
  private commit(id: string, by: SplitState['by']): string {
    const { route } = this.options;
    const sets = this.list();
    this.history.push(this.state(by));
    const change = this.answers.change({
      share: shareOfNew(route, sets),
      shareWhileUnhealthy: shareWhileUnhealthy(route, sets),
      seconds: ttlOf(sets, this.zone.records(), route.hostedZoneId),
    });
    this.changes.set(id, change);
    for (const listener of this.listeners) {
      listener(this.percent());
    }
    return id;
  }

  private state(by: SplitState['by']): SplitState {
    const key = (set: RecordSet) => `${set.Type} ${set.SetIdentifier}`;
    const sets = [...this.list()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    // A third record of weight 0 is not answered, and stands beside the route.
    const { oldSetIdentifier, newSetIdentifier } = this.options.route;
    const pair = [oldSetIdentifier, newSetIdentifier];
    const counted = sets.filter(({ Weight, SetIdentifier: id = '' }) => Weight !== 0 || pair.includes(id));
    return {
      at: this.options.clock.now(),
      by,
      percent: this.percent(),
      all: JSON.stringify(canonical(counted)),
      rest: JSON.stringify(canonical(counted.map(({ Weight: _, ...rest }) => rest))),
      broken: recordsBrokenBy(this.options.route, sets),
    };
  }

  private isNew(record: RecordSet): boolean {
    return record.SetIdentifier === this.options.route.newSetIdentifier;
  }
}

/** The alarm as a health check names it: in a rehearsal the plan's own. */
function watched(alarm: string): { readonly alarm: string; readonly alarmRegion: string } {
  const { name, region } = alarmPlaceFor(FORWARD_ARN, alarm);
  return { alarm: name, alarmRegion: region };
}
