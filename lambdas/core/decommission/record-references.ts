import { hostsIn, normalHost } from '../shared/host-names';
import type { DnsRecord } from '../shared/readings';

/** A record with its hosted zone. */
export interface ZoneRecord extends DnsRecord {
  readonly hostedZoneId: string;
}

/** The records of the route. */
export interface OwnRecords {
  readonly hostedZoneId: string;
  readonly recordName: string;
  readonly recordTypes: readonly string[];
  readonly oldSetIdentifier: string;
}

/** Something that still references the old path. */
export interface Reference {
  readonly kind: 'record' | 'alarm' | 'service' | 'auto-scaling-group' | 'listener';
  /** What it is, where it is and what it references. */
  readonly what: string;
  readonly remedy: string;
}

/** Whether a record is the route's own record of the old path. */
export function isOwnOld(own: OwnRecords | null, record: ZoneRecord): boolean {
  return (
    own !== null &&
    record.hostedZoneId === own.hostedZoneId &&
    normalHost(record.name) === own.recordName &&
    own.recordTypes.includes(record.type) &&
    record.setIdentifier === own.oldSetIdentifier
  );
}

/** The hosts and addresses that a record resolves to. */
export function targetsOf({ aliasOf, values }: DnsRecord): readonly string[] {
  return [...(aliasOf === null ? [] : [normalHost(aliasOf)]), ...values.flatMap(hostsIn)];
}

/**
 * Hosts, and the hosts that their records resolve to: `legacy.example.com` and the load balancer behind it.
 */
export function followed(hosts: readonly string[], records: readonly ZoneRecord[]): readonly string[] {
  const byName = grouped(records, (record) => [normalHost(record.name)]);
  const known = new Set(hosts);
  // The iteration includes the hosts that are added meanwhile.
  for (const host of known) {
    for (const target of (byName.get(host) ?? []).filter(directsClients).flatMap(targetsOf)) {
      known.add(target);
    }
  }
  return [...known];
}

/** Whether clients of the name connect to the targets of the record; not true for an MX or TXT record. */
function directsClients({ aliasOf, type }: ZoneRecord): boolean {
  return aliasOf !== null || ['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'].includes(type);
}

/** References to the old path, and those that are expected to be left. */
export interface FoundReferences {
  readonly references: readonly Reference[];
  /** Parts of the route itself that belong to the old path and no longer receive traffic. */
  readonly removable: readonly string[];
}

/**
 * Every record that resolves to one of the hosts, by alias, name or value, or through other records of these
 * zones. A record with weight 0 is included: Route 53 returns it when no record with a weight is healthy.
 */
export function recordReferences(
  records: readonly ZoneRecord[],
  hosts: readonly string[],
  own: OwnRecords | null,
): FoundReferences {
  const byTarget = grouped(records, targetsOf);
  const references = new Map<ZoneRecord, Reference>();
  const removable = new Set<string>();
  const reached = new Set(hosts);
  for (const host of reached) {
    const isDirect = hosts.includes(host);
    for (const record of (byTarget.get(host) ?? []).filter((one) => isDirect || directsClients(one))) {
      if (record.weight === 0 && isOwnOld(own, record)) {
        removable.add(`${describe(record)} (weight 0)`);
      } else if (!references.has(record)) {
        references.set(record, referenceOf(record, host, isDirect));
        if (record.weight !== 0 && directsClients(record)) {
          reached.add(normalHost(record.name));
        }
      }
    }
  }
  return { references: [...references.values()], removable: [...removable] };
}

function referenceOf(record: ZoneRecord, host: string, isDirect: boolean): Reference {
  const isIdle = record.weight === 0;
  return {
    kind: 'record',
    what:
      `record ${describe(record)} in zone ${record.hostedZoneId} → ${host}` +
      `${isDirect ? '' : ', which resolves to the old path'}${isIdle ? ' (weight 0)' : ''}`,
    remedy: isIdle
      ? 'delete it: Route 53 returns it when no record with a weight is healthy'
      : 'set it to the new path, or delete it',
  };
}

function describe({ name, type, setIdentifier }: ZoneRecord): string {
  return `${normalHost(name)} ${type}${setIdentifier === null ? '' : ` "${setIdentifier}"`}`;
}

function grouped(
  records: readonly ZoneRecord[],
  keysOf: (record: ZoneRecord) => readonly string[],
): ReadonlyMap<string, readonly ZoneRecord[]> {
  const groups = new Map<string, ZoneRecord[]>();
  for (const record of records) {
    for (const key of keysOf(record)) {
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, [record]);
      } else {
        group.push(record);
      }
    }
  }
  return groups;
}
