import type {
  RecordPage,
  RecordPosition,
} from '../../../../lambdas/adapters/routers/route53/route53-records';
import { plainName } from '../../../../lambdas/core/routers/route53/record-names';
import type { RecordChange, RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { ServiceError } from '../../aws/service-error';
import type { ApiRecord } from './api-record';
import { requireInput, requireSize } from './batch-rules';
import { refusalOfGroup } from './record-groups';
import { asKept, byKey, keyOf, keyOfRecord, labelOfRecord, textOfRecord } from './record-keys';
import { refusalOfPlace, type ZoneOfRecord } from './record-place';
import { refusalOfValues } from './record-values';

/**
 * The most record sets that Route 53 puts on one page (API Reference, ListResourceRecordSets, "MaxItems").
 */
const MAX_ITEMS = 300;

/** What a simulated hosted zone needs. */
export interface HostedZoneOptions {
  readonly id: string;
  /**
   * The DNS name of the zone.
   * @default not known: the rules of the apex and of names outside of the zone do not apply
   */
  readonly name?: string | undefined;
  /** Other records of the zone, which aliases may lead to. They are not listed. @default none */
  readonly aliasTargets?: readonly { readonly name: string; readonly type: string }[];
  /** The record sets to begin with. @default none */
  readonly records?: readonly RecordSet[];
  /** Record sets on one page of a list. @default 300 */
  readonly pageSize?: number;
  /** Whether all authoritative servers have the change of this id. */
  readonly isInsync: (changeId: string) => boolean;
}

/**
 * The simulated Route 53 API of one hosted zone: it lists in pages, applies a batch as a whole or not at all,
 * and refuses what Route 53 refuses, in Route 53's words. Rehearsals and tests use it, each behind the real
 * adapter.
 */
export class HostedZone {
  private readonly sets = new Map<string, RecordSet>();
  /** The record sets in Route 53's order, by key; null after a change, until they are sorted again. */
  private sorted: readonly (readonly [string, RecordSet])[] | null = null;
  private readonly changeIds = new Set<string>();

  constructor(private readonly options: HostedZoneOptions) {
    this.setAll(byKey(options.records ?? []));
  }

  /**
   * One page of the record sets, sorted by reversed name, type and set identifier.
   * @throws ServiceError `NoSuchHostedZone`
   */
  listResourceRecordSets(hostedZoneId: string, from: RecordPosition): RecordPage {
    this.requireZone(hostedZoneId);
    const { pageSize = MAX_ITEMS } = this.options;
    const start = keyOf(from.name, from.type, from.setIdentifier).trimEnd();
    const rest = this.inOrder().flatMap(([key, record]) => (key >= start ? [record] : []));
    const following = rest[pageSize];
    return {
      records: rest.slice(0, pageSize),
      next:
        following === undefined
          ? null
          : { name: following.Name, type: following.Type, setIdentifier: following.SetIdentifier },
    };
  }

  /**
   * Applies a batch as a whole or not at all.
   * @returns the id of the change
   * @throws ServiceError `NoSuchHostedZone`; `InvalidInput` for what is no valid request, or
   *   `InvalidChangeBatch`, with every refusal
   */
  changeResourceRecordSets(hostedZoneId: string, changes: readonly RecordChange[]): string {
    this.requireZone(hostedZoneId);
    requireInput(changes);
    requireSize(changes);
    const before = new Map(this.sets);
    const refusals = changes.flatMap(({ Action, ResourceRecordSet: record }) =>
      Action === 'DELETE' ? this.remove(record) : this.create(record),
    );
    const created = changes.flatMap((one) => (one.Action === 'CREATE' ? [one.ResourceRecordSet] : []));
    refusals.push(...created.flatMap((record) => this.refusalsOfPlace(record)));
    if (refusals.length > 0) {
      this.setAll(before);
      throw new ServiceError('InvalidChangeBatch', `[${refusals.join(', ')}]`);
    }
    return this.changed();
  }

  /** @throws ServiceError `NoSuchChange` */
  getChange(id: string): 'PENDING' | 'INSYNC' {
    if (!this.changeIds.has(id)) {
      throw new ServiceError('NoSuchChange', `A change with the specified change ID does not exist: ${id}`);
    }
    return this.options.isInsync(id) ? 'INSYNC' : 'PENDING';
  }

  /** Every record set, in Route 53's order. */
  records(): readonly RecordSet[] {
    return this.inOrder().map(([, record]) => record);
  }

  /** Someone else creates a record set, or replaces the one of its name, type and set identifier. */
  put(record: RecordSet): void {
    this.sets.set(keyOfRecord(record), asKept(record));
    this.changed();
  }

  /** Someone else deletes the record set of this name, type and set identifier. */
  delete(record: RecordSet): void {
    this.sets.delete(keyOfRecord(record));
    this.changed();
  }

  /** Someone else makes these the only record sets of the zone. @returns the id of that change */
  replace(records: readonly RecordSet[]): string {
    this.setAll(byKey(records));
    return this.changed();
  }

  private inOrder(): readonly (readonly [string, RecordSet])[] {
    this.sorted ??= [...this.sets].sort(([a], [b]) => (a < b ? -1 : 1));
    return this.sorted;
  }

  private remove(record: RecordSet): string[] {
    const found = this.sets.get(keyOfRecord(record));
    const tried = `Tried to delete resource record set ${labelOfRecord(record)}`;
    if (found === undefined) {
      return [`${tried} but it was not found`];
    }
    if (textOfRecord(found) !== textOfRecord(asKept(record))) {
      return [`${tried} but the values provided do not match the current values`];
    }
    this.sets.delete(keyOfRecord(record));
    return [];
  }

  private create(record: RecordSet): string[] {
    const key = keyOfRecord(record);
    if (this.sets.has(key)) {
      return [`Tried to create resource record set ${labelOfRecord(record)} but it already exists`];
    }
    const group = keyOf(record.Name, record.Type, '');
    const others = [...this.sets].flatMap(([other, one]) => (other.startsWith(group) ? [one] : []));
    this.sets.set(key, asKept(record));
    return [...refusalOfValues(record as ApiRecord), ...refusalOfGroup(record, others)];
  }

  /** Judged by what the zone has after the batch, in whatever order its changes stand. */
  private refusalsOfPlace(record: RecordSet): string[] {
    const name = keyOf(record.Name, '', '').trimEnd();
    const others = [...this.sets].flatMap(([other, one]) =>
      other.startsWith(`${name} `) && one.Type !== record.Type ? [one as ApiRecord] : [],
    );
    return refusalOfPlace(record as ApiRecord, this.place(), others);
  }

  private place(): ZoneOfRecord {
    const { id, name, aliasTargets = [] } = this.options;
    const has = (target: string, type: string) =>
      [
        ...aliasTargets,
        ...[...this.sets.values()].map(({ Name = '', Type = '' }) => ({ name: Name, type: Type })),
      ].some((one) => plainName(one.name) === target && one.type === type);
    return { id, name: name === undefined ? null : plainName(name), has };
  }

  private setAll(records: ReadonlyMap<string, RecordSet>): void {
    this.sets.clear();
    for (const [key, record] of records) {
      this.sets.set(key, record);
    }
  }

  private changed(): string {
    this.sorted = null;
    const id = `C${this.changeIds.size + 1}`;
    this.changeIds.add(id);
    return id;
  }

  private requireZone(hostedZoneId: string): void {
    if (hostedZoneId.replace(/^\/hostedzone\//, '') !== this.options.id) {
      throw new ServiceError('NoSuchHostedZone', `No hosted zone found with ID: ${hostedZoneId}`);
    }
  }
}
