import type {
  RecordPage,
  RecordPosition,
} from '../../../../lambdas/adapters/routers/route53/route53-records';
import {
  BATCH_CHARACTERS,
  BATCH_VALUES,
  batchSize,
} from '../../../../lambdas/core/routers/route53/batch-limits';
import type { RecordChange, RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import { ServiceError } from '../../aws/service-error';
import { refusalOfGroup } from './record-groups';
import { asKept, byKey, keyOf, keyOfRecord } from './record-keys';
import { refusalsOfRecords } from './record-rules';

/**
 * The most record sets that Route 53 puts on one page (API Reference, ListResourceRecordSets, "MaxItems").
 */
const MAX_ITEMS = 300;

/** What a simulated hosted zone needs. */
export interface HostedZoneOptions {
  readonly id: string;
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
  /** The record sets in Route 53's order; null after a change, until they are sorted again. */
  private sorted: readonly RecordSet[] | null = null;
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
    const rest = this.records().filter((record) => keyOfRecord(record) >= start);
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
   * @throws ServiceError `NoSuchHostedZone`, or `InvalidChangeBatch` with every refusal
   */
  changeResourceRecordSets(hostedZoneId: string, changes: readonly RecordChange[]): string {
    this.requireZone(hostedZoneId);
    requireSize(changes);
    const before = new Map(this.sets);
    const refusals = changes.flatMap(({ Action, ResourceRecordSet: record }) =>
      Action === 'DELETE' ? this.remove(record) : this.create(record),
    );
    const created = changes.flatMap((one) => (one.Action === 'CREATE' ? [one.ResourceRecordSet] : []));
    refusals.push(...refusalsOfRecords(this.options.id, created, [...this.sets.values()]));
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
    this.sorted ??= [...this.sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
    return this.sorted;
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

  private remove(record: RecordSet): string[] {
    const found = this.sets.get(keyOfRecord(record));
    const tried = `Tried to delete resource record set ${labelOf(record)}`;
    if (found === undefined) {
      return [`${tried} but it was not found`];
    }
    if (textOf(found) !== textOf(asKept(record))) {
      return [`${tried} but the values provided do not match the current values`];
    }
    this.sets.delete(keyOfRecord(record));
    return [];
  }

  private create(record: RecordSet): string[] {
    const key = keyOfRecord(record);
    if (this.sets.has(key)) {
      return [`Tried to create resource record set ${labelOf(record)} but it already exists`];
    }
    const group = keyOf(record.Name, record.Type, '');
    const others = [...this.sets].flatMap(([other, one]) => (other.startsWith(group) ? [one] : []));
    this.sets.set(key, asKept(record));
    return refusalOfGroup(record, others);
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

/** @throws ServiceError for a batch beyond the limits, in the words that the service's users report */
function requireSize(changes: readonly RecordChange[]): void {
  const { values, characters } = batchSize(changes.map(({ ResourceRecordSet }) => ResourceRecordSet));
  const exceeded =
    values > BATCH_VALUES
      ? `Number of records limit of ${BATCH_VALUES} exceeded.`
      : characters > BATCH_CHARACTERS
        ? `Number of characters limit of ${BATCH_CHARACTERS} exceeded.`
        : null;
  if (exceeded !== null) {
    throw new ServiceError('InvalidChangeBatch', exceeded);
  }
}

function labelOf({ Name, Type, SetIdentifier }: RecordSet): string {
  return `[name='${Name}', type='${Type}', set-identifier='${SetIdentifier}']`;
}

/** The same for record sets with the same fields, in whatever order these came. */
function textOf(record: RecordSet): string {
  return JSON.stringify(canonical(record));
}
