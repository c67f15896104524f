import { shorten } from '../health/verdict';
import type { AlarmScope } from '../shared/readings';
import { type Gap, type Parts, resolveOldPath } from './old-path';
import { type Reference, recordReferences } from './record-references';
import {
  alarmReferences,
  type BalancerForward,
  type ClusterService,
  listenerReferences,
  type OldPath,
  serviceReferences,
} from './reference-rules';
import type { SearchScope } from './search-scope';

/** Everything that was read. */
export interface ScanResult extends Parts {
  readonly zones: number;
  readonly alarms: readonly AlarmScope[];
  readonly clusters: number;
  readonly services: readonly ClusterService[];
  readonly forwards: readonly BalancerForward[];
  /** What could not be read. */
  readonly gaps: readonly Gap[];
}

/** How many of each were looked at. */
export interface ScanCounts {
  readonly zones: number;
  readonly records: number;
  readonly alarms: number;
  readonly clusters: number;
  readonly services: number;
  readonly loadBalancers: number;
  readonly targetGroups: number;
  /** Listeners and rules. */
  readonly listeners: number;
}

/** What still points at an old path, and what is not known of it. */
export interface DecommissionReport {
  /** `clear`: all was looked at, and nothing points there. */
  readonly verdict: 'clear' | 'in-use' | 'not-proven';
  /** ISO 8601. */
  readonly at: string;
  readonly oldPath: OldPath;
  readonly stillPointing: readonly Reference[];
  /** The route's own old records, or its forward to the old target group, at weight 0. */
  readonly canGo: readonly string[];
  readonly notProven: readonly Gap[];
  readonly looked: ScanCounts;
}

/** Judges what was read: one pointer outweighs everything, and what was not read is never clean. */
export function judgeDecommission(sought: SearchScope, seen: ScanResult, now: number): DecommissionReport {
  const { old, gaps } = resolveOldPath(sought, seen);
  const records = recordReferences(seen.records, old.hosts, sought.own);
  const listeners = listenerReferences(seen.forwards, seen.groups, old, sought.ownForward);
  const stillPointing = [
    ...records.pointing,
    ...alarmReferences(seen.alarms, old),
    ...serviceReferences(seen.services, old),
    ...listeners.pointing,
  ];
  const notProven = [...seen.gaps, ...gaps];
  const rest = notProven.length > 0 ? 'not-proven' : 'clear';
  return {
    verdict: stillPointing.length > 0 ? 'in-use' : rest,
    at: new Date(now).toISOString(),
    oldPath: old,
    stillPointing,
    canGo: [...records.canGo, ...listeners.canGo],
    notProven,
    looked: {
      zones: seen.zones,
      records: seen.records.length,
      alarms: seen.alarms.length,
      clusters: seen.clusters,
      services: seen.services.length,
      loadBalancers: seen.balancers.length,
      targetGroups: seen.groups.length,
      listeners: seen.forwards.length,
    },
  };
}

/** Of each list this many are told in one sentence. */
const TOLD = 5;

/** The report in a sentence: what points there, what is not proven, and what was looked at. */
export function describeReport({ verdict, stillPointing, notProven, looked }: DecommissionReport): string {
  const parts = [
    verdict === 'clear' ? 'nothing points at the old path' : '',
    stillPointing.length === 0
      ? ''
      : `${stillPointing.length} still ${stillPointing.length === 1 ? 'points' : 'point'} at the old path: ${listed(everyKindFirst(stillPointing).map(({ what }) => what))}`,
    notProven.length === 0 ? '' : `not proven: ${listed(notProven.map(({ what }) => what))}`,
  ];
  return `${parts.filter((part) => part !== '').join('; ')} (looked at ${describeScanCounts(looked)})`;
}

/** The first of each kind before the rest, so that many records do not hide the one service. */
function everyKindFirst(pointers: readonly Reference[]): readonly Reference[] {
  const isFirst = (one: Reference) => pointers.find(({ kind }) => kind === one.kind) === one;
  return [...pointers.filter(isFirst), ...pointers.filter((one) => !isFirst(one))];
}

function listed(lines: readonly string[]): string {
  const more = lines.length > TOLD ? [`and ${lines.length - TOLD} more`] : [];
  return [...lines.slice(0, TOLD).map((line) => shorten(line, 300)), ...more].join('; ');
}

/** `3 zones with 128 records, …` */
export function describeScanCounts(looked: ScanCounts): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  return [
    `${count(looked.zones, 'zone')} with ${count(looked.records, 'record')}`,
    count(looked.alarms, 'alarm'),
    `${count(looked.services, 'service')} in ${count(looked.clusters, 'cluster')}`,
    `${count(looked.listeners, 'listener')} and rules of ${count(looked.loadBalancers, 'load balancer')}`,
    count(looked.targetGroups, 'target group'),
  ].join(', ');
}
