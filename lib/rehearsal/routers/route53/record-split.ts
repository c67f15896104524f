import {
  type RecordsApi,
  route53Records,
  type ZonesApi,
} from '../../../../lambdas/adapters/routers/route53/route53-records';
import { route53Router } from '../../../../lambdas/adapters/routers/route53/route53-router';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import type { HealthChecks, RouteRecords, TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
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
import { addedRecord, changedRecords, recordsWithout } from './foreign-records';
import { HealthStatuses, healthCheckOf, watchesAlarm } from './health-check';
import { HostedZone } from './hosted-zone';
import { atName, besideRecords, OTHER_ZONE_ID, otherZoneRecords, zonesOf } from './other-records';
import {
  adoptedTargets,
  dnsRecordOf,
  ofRoute,
  startRecords,
  stateOf,
  ttlOf,
  zoneNameOf,
} from './record-sets';
import { percentOfNew, shareOfNew, shareWhileUnhealthy } from './record-shares';

const SERVICE = 'route53';

/** Route 53: the plan's records in a hosted zone, and the servers that answer with them. */
export class RecordSplit implements Split {
  private readonly zone: HostedZone;
  private readonly otherZone: HostedZone;
  private readonly answers: Answers;
  private readonly changes = new Map<string, AnswerChange>();
  private readonly healthStatuses = new HealthStatuses();
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
      this.answer(),
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

  healthChecks(calls: Caller): HealthChecks {
    const { route, setup } = this.options;
    const found = (id: string) => healthCheckOf(route, id, setup.newHealthCheck);
    return { describe: (id) => calls.call(SERVICE, 'GetHealthCheck', () => found(id)) };
  }

  startDataPlane({ alarms, emit }: DataPlaneOptions): void {
    const { route, setup, clock } = this.options;
    if (route.newHealthCheck !== undefined && watchesAlarm(setup.newHealthCheck)) {
      followHealthCheck({
        ...{ alarm: route.newHealthCheck.alarm, flaw: setup.newHealthCheck },
        ...{ alarms, clock, emit },
        setHealthy: (healthy) => {
          this.healthStatuses.add(clock.now(), healthy);
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
    return Math.max(this.answers.lastInsyncAt(), this.healthStatuses.lastKnownAt());
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
    const isHealthy = this.healthStatuses.isHealthy(at, serverDelay);
    return (isHealthy ? answer.share : answer.shareWhileUnhealthy) ?? 0;
  }

  /** Changes stay PENDING. */
  holdPending(): { end(): void } {
    return this.answers.hold();
  }

  foreignChange(change: ForeignChange): void {
    this.foreignReplace(changedRecords(this.options.route, this.list(), change));
  }

  foreignDelete(path: 'old' | 'new', recordType?: string): void {
    this.foreignReplace(recordsWithout(this.options.route, this.list(), path, recordType));
  }

  foreignAdd(addition: ForeignAddition): void {
    this.foreignReplace([...this.list(), addedRecord(this.options.route, this.list(), addition)]);
  }

  /** Someone else makes these the only records of the name. */
  foreignReplace(sets: readonly RecordSet[]): void {
    const others = this.zone.records().filter((record) => !this.list().includes(record));
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
    this.history.push(this.state(by));
    this.changes.set(id, this.answers.change(this.answer()));
    for (const listener of this.listeners) {
      listener(this.percent());
    }
    return id;
  }

  /** What the servers answer once they have the records. */
  private answer() {
    const { route } = this.options;
    const sets = this.list();
    return {
      share: shareOfNew(route, sets),
      shareWhileUnhealthy: shareWhileUnhealthy(route, sets),
      seconds: ttlOf(ofRoute(route, sets), this.zone.records(), route.hostedZoneId),
    };
  }

  private state(by: SplitState['by']): SplitState {
    const { clock, route } = this.options;
    return { ...{ at: clock.now(), by, percent: this.percent() }, ...stateOf(route, this.list()) };
  }
}
