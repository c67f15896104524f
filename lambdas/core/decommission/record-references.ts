import { hostsIn, normalHost } from '../shared/host-names';
import type { DnsRecord } from '../shared/readings';

/** A record, and the zone that it is in. */
export interface ZoneRecord extends DnsRecord {
  readonly hostedZoneId: string;
}

/** The records of the route that a cutover has shifted. */
export interface OwnRecords {
  readonly hostedZoneId: string;
  readonly recordName: string;
  readonly recordTypes: readonly string[];
  readonly oldSetIdentifier: string;
}

/** Something that still points at the old path. */
export interface Reference {
  readonly kind: 'record' | 'alarm' | 'service' | 'listener';
  /** What it is, where it is and what it points at. */
  readonly what: string;
  readonly remedy: string;
}

/** Whether it is the plan's own record of the old path. */
export function isOwnOld(own: OwnRecords | null, record: ZoneRecord): boolean {
  return (
    own !== null &&
    record.hostedZoneId === own.hostedZoneId &&
    normalHost(record.name) === own.recordName &&
    own.recordTypes.includes(record.type) &&
    record.setIdentifier === own.oldSetIdentifier
  );
}

/** Hosts and addresses that a record leads to. */
export function targetsOf({ aliasOf, values }: DnsRecord): readonly string[] {
  return [...(aliasOf === null ? [] : [normalHost(aliasOf)]), ...values.flatMap(hostsIn)];
}

/** These hosts, and those that records of their names lead to: `legacy.example.com` and the load balancer behind it. */
export function followed(hosts: readonly string[], records: readonly ZoneRecord[]): readonly string[] {
  const byName = grouped(records, (record) => [normalHost(record.name)]);
  const known = new Set(hosts);
  // A set is walked to the end of what is added meanwhile.
  for (const host of known) {
    for (const target of (byName.get(host) ?? []).filter(leadsClients).flatMap(targetsOf)) {
      known.add(target);
    }
  }
  return [...known];
}

/** Whether it says where the clients of its name go, as an MX or TXT does not. */
function leadsClients({ aliasOf, type }: ZoneRecord): boolean {
  return aliasOf !== null || ['A', 'AAAA', 'CNAME'].includes(type);
}

/** What still points at the old path, and what was expected to. */
export interface FoundReferences {
  readonly pointing: readonly Reference[];
  /** What of the route itself is left of the old path, and gets nothing any more. */
  readonly canGo: readonly string[];
}

/**
 * Every record that leads to one of the hosts, by alias, name or value, or through other records of these zones. A record of weight 0
 * is told as well: Route 53 serves it when nothing with a weight is healthy.
 */
export function recordReferences(
  records: readonly ZoneRecord[],
  hosts: readonly string[],
  own: OwnRecords | null,
): FoundReferences {
  const byTarget = grouped(records, targetsOf);
  const pointing = new Map<ZoneRecord, Reference>();
  const canGo = new Set<string>();
  const reached = new Set(hosts);
  for (const host of reached) {
    const isDirect = hosts.includes(host);
    for (const record of (byTarget.get(host) ?? []).filter((one) => isDirect || leadsClients(one))) {
      if (record.weight === 0 && isOwnOld(own, record)) {
        canGo.add(`${describe(record)} (weight 0)`);
      } else if (!pointing.has(record)) {
        pointing.set(record, pointerOf(record, host, isDirect));
        if (record.weight !== 0 && leadsClients(record)) {
          reached.add(normalHost(record.name));
        }
      }
    }
  }
  return { pointing: [...pointing.values()], canGo: [...canGo] };
}

function pointerOf(record: ZoneRecord, host: string, direct: boolean): Reference {
  const idle = record.weight === 0;
  return {
    kind: 'record',
    what: `record ${describe(record)} in zone ${record.hostedZoneId} → ${host}${direct ? '' : ', which leads there'}${idle ? ' (weight 0)' : ''}`,
    remedy: idle
      ? 'delete it: Route 53 serves it when nothing with a weight is healthy'
      : 'point it at the new path, or delete it',
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
