import { isDeepStrictEqual } from 'node:util';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import {
  type RecordChange,
  type RecordSet,
  readWeighted,
  shiftBatch,
} from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import { RouteBrokenError, RouteChangedError } from '../../../../lambdas/core/shared/errors';
import type { RouteRecords, TrafficRouter } from '../../../../lambdas/ports';
import type { Caller } from '../../aws/calls';
import type { Random } from '../../kernel/random';
import type { VirtualClock } from '../../kernel/virtual-clock';
import type { AnswerHold, ForeignChange, Split, SplitState } from '../split';
import { brokenBy, type RecordSetup, refuseOddGroups, startRecords, ttlOf } from './record-sets';

/** A change and the time from which all authoritative servers answer with it. */
interface Change {
  readonly id: string;
  readonly at: number;
  insyncAt: number;
  /** Share on the new path, 0 to 1, that servers answer with. */
  readonly share: number;
  /** The same while the new path counts as unhealthy. */
  readonly shareWhileUnhealthy: number;
  /** For which a resolver may keep such an answer. */
  readonly seconds: number;
}

/** What servers hold of the new path's health. Told by the data plane alone: no change of a record. */
interface Health {
  readonly at: number;
  readonly healthy: boolean;
}

/** Every server knows of a health check's new status within this time. */
const HEALTH_SPREAD_MS = 10_000;

/** Route 53: one hosted zone with the plan's weighted records, its control plane and its servers. */
export class Records implements Split {
  private sets: RecordSet[];
  private readonly startTtlSeconds: number;
  private readonly changes: Change[] = [];
  private readonly healths: Health[] = [];
  private held = false;
  private readonly listeners: ((percent: number) => void)[] = [];
  /** Every state of the records, and who made it. */
  readonly history: SplitState[] = [];

  constructor(
    private readonly route: Route53,
    private readonly setup: RecordSetup,
    private readonly clock: VirtualClock,
    private readonly random: Random,
  ) {
    this.sets = startRecords(route, setup);
    this.startTtlSeconds = ttlOf(this.sets);
    this.history.push(this.state('start'));
  }

  router(calls: Caller): TrafficRouter<Route53> {
    return {
      read: (route) => calls.call('route53', 'ListResourceRecordSets', () => readWeighted(route, this.sets)),
      write: (route, percent, version) => {
        const { changes, version: after } = shiftBatch(route, version, percent);
        return calls.call('route53', 'ChangeResourceRecordSets', () => ({
          id: this.apply(changes),
          version: after,
          route,
        }));
      },
      propagated: ({ id }) => calls.call('route53', 'GetChange', () => this.propagated(id)),
    };
  }

  /** The records themselves, as the steps that make them ready and put them back reach them. */
  records(calls: Caller): RouteRecords {
    return {
      read: () => calls.call('route53', 'ListResourceRecordSets', () => this.sets),
      replace: (_, from, to) =>
        calls.call('route53', 'ChangeResourceRecordSets', () => ({
          id: this.apply([
            ...from.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
            ...to.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: record })),
          ]),
        })),
      propagated: ({ id }) => calls.call('route53', 'GetChange', () => this.propagated(id)),
    };
  }

  list(): readonly RecordSet[] {
    return this.sets;
  }

  /** Told with the percent after every change of the records. */
  onChange(listener: (percent: number) => void): void {
    this.listeners.push(listener);
  }

  /** Percent on the new path as the control plane holds it. */
  percent(): number {
    const { fresh, all } = this.weights();
    return (100 * fresh) / all;
  }

  /**
   * Applies a batch whole or not at all, as Route 53 does.
   * @throws RouteChangedError when a DELETE does not match or a CREATE is there already
   */
  apply(batch: readonly RecordChange[]): string {
    let after = this.sets;
    for (const { Action, ResourceRecordSet: record } of batch) {
      const same = after.find(
        (one) => one.Type === record.Type && one.SetIdentifier === record.SetIdentifier,
      );
      if (Action === 'DELETE' && !isDeepStrictEqual(same, record)) {
        throw new RouteChangedError(
          'InvalidChangeBatch: the values provided do not match the current values',
        );
      }
      if (Action === 'CREATE' && same !== undefined) {
        throw new RouteChangedError('InvalidChangeBatch: the record already exists');
      }
      after = Action === 'DELETE' ? after.filter((one) => one !== same) : [...after, record];
    }
    refuseOddGroups(after);
    return this.commit(after, 'cutover').id;
  }

  /** For how long an answer may be kept: its TTL. */
  answerHolds(): readonly AnswerHold[] {
    const holds = [{ at: 0, insyncAt: 0, seconds: this.startTtlSeconds }, ...this.changes];
    return holds.filter(({ seconds }, i) => seconds !== holds[i - 1]?.seconds);
  }

  /** When the share that servers answer with was last changed (epoch milliseconds); 0 when it never was. */
  lastShareChangeAt(): number {
    const moved = this.changes.findLast(({ share }, i) => share !== (this.changes[i - 1]?.share ?? 0));
    return moved?.at ?? 0;
  }

  /** Whether a change is INSYNC. */
  propagated(id: string): boolean {
    const change = this.changes.find((one) => one.id === id);
    if (change === undefined) {
      throw new RouteBrokenError(`NoSuchChange: ${id}`);
    }
    return this.clock.now() >= change.insyncAt;
  }

  /** When the last change, of a record or of the new path's health, is answered by every server (epoch milliseconds); 0 without any. */
  lastInsyncAt(): number {
    const health = this.healths.at(-1);
    return Math.max(
      this.changes.at(-1)?.insyncAt ?? 0,
      health === undefined ? 0 : health.at + HEALTH_SPREAD_MS,
    );
  }

  /** The health check of the new records has another status from now on. Nothing of this is in the control plane. */
  judgeNew(healthy: boolean): void {
    this.healths.push({ at: this.clock.now(), healthy });
  }

  /** When the change that was made at `at` is answered by every server (epoch milliseconds). */
  insyncAfter(at: number): number {
    return this.changes.find((change) => change.at === at)?.insyncAt ?? 0;
  }

  /** Share on the new path that a resolver gets which asks at `at`. `luck`, 0 to 1, is how late its servers learn of a change. */
  answeredShare(at: number, serverDelay: number): number {
    const seen = this.changes.findLast(
      (change) => change.at + (change.insyncAt - change.at) * serverDelay <= at,
    );
    const health = this.healths.findLast((one) => one.at + HEALTH_SPREAD_MS * serverDelay <= at);
    return (health?.healthy === false ? seen?.shareWhileUnhealthy : seen?.share) ?? 0;
  }

  /** From now on changes stay PENDING. */
  holdPending(): { end(): void } {
    this.held = true;
    return {
      end: () => {
        this.held = false;
        for (const change of this.changes.filter((one) => one.insyncAt === Number.POSITIVE_INFINITY)) {
          change.insyncAt = this.clock.now() + this.insyncMs();
        }
      },
    };
  }

  /** Somebody else sets weights or a TTL (on an alias: whether it evaluates its target's health). */
  foreignChange(change: ForeignChange): void {
    const weights = change.weights ?? (change.ttlSeconds === undefined ? { old: 80, new: 20 } : undefined);
    this.commit(
      this.sets.map((record) => {
        const weight = record.SetIdentifier === this.route.newSetIdentifier ? weights?.new : weights?.old;
        const weighted =
          weight === undefined || record.Weight === undefined ? record : { ...record, Weight: weight };
        return change.ttlSeconds === undefined || record.TTL === undefined
          ? weighted
          : { ...weighted, TTL: change.ttlSeconds };
      }),
      'another',
    );
  }

  /** Somebody deletes the records of one path. */
  foreignDelete(path: 'old' | 'new'): void {
    const gone = path === 'new' ? this.route.newSetIdentifier : this.route.oldSetIdentifier;
    this.commit(
      this.sets.filter((record) => record.SetIdentifier !== gone),
      'another',
    );
  }

  /** Somebody makes these the only records of the name. */
  foreignReplace(sets: readonly RecordSet[]): void {
    this.commit([...sets], 'another');
  }

  private commit(sets: RecordSet[], by: SplitState['by']): Change {
    this.sets = sets;
    const at = this.clock.now();
    this.history.push(this.state(by));
    const insyncAt = this.held ? Number.POSITIVE_INFINITY : at + this.insyncMs();
    const shares = {
      share: this.share(),
      shareWhileUnhealthy: this.shareWhileUnhealthy(),
      seconds: ttlOf(sets),
    };
    const change: Change = { id: `C${this.changes.length + 1}`, at, insyncAt, ...shares };
    this.changes.push(change);
    for (const listener of this.listeners) {
      listener(this.percent());
    }
    return change;
  }

  private state(by: SplitState['by']): SplitState {
    const key = (set: RecordSet) => `${set.Type} ${set.SetIdentifier}`;
    const sets = [...this.sets].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return {
      at: this.clock.now(),
      by,
      percent: this.percent(),
      all: JSON.stringify(canonical(sets)),
      rest: JSON.stringify(canonical(sets.map(({ Weight: _, ...rest }) => rest))),
      broken: brokenBy(sets),
    };
  }

  private insyncMs(): number {
    return Math.round(1_000 * (this.setup.insyncSeconds ?? this.random.between(20, 45)));
  }

  private share(): number {
    const { fresh, all } = this.weights();
    return fresh / all;
  }

  /**
   * Old records, which carry no health check, are served alone while the new ones are unhealthy, also those at weight 0. Without any there
   * is nothing healthy, and then everything counts as healthy.
   */
  private shareWhileUnhealthy(): number {
    const isNew = (record: RecordSet) => record.SetIdentifier === this.route.newSetIdentifier;
    const checked = this.sets.filter(isNew).every((record) => record.HealthCheckId !== undefined);
    return checked && this.sets.some((record) => !isNew(record)) ? 0 : this.share();
  }

  /** As Route 53 answers: by weight; evenly when the weights sum to zero; with what is there. */
  private weights(): { readonly fresh: number; readonly all: number } {
    const [type] = this.route.recordTypes;
    const here = this.sets.filter((record) => record.Type === type);
    const even = here.every((record) => record.Weight === 0);
    const weigh = (records: readonly RecordSet[]) =>
      records.reduce((sum, record) => sum + (even ? 1 : (record.Weight ?? 0)), 0);
    const fresh = here.filter((record) => record.SetIdentifier === this.route.newSetIdentifier);
    return { fresh: weigh(fresh), all: Math.max(1, weigh(here)) };
  }
}
