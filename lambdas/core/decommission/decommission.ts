import { shorten } from '../health/verdict';
import { plural } from '../shared/plural';
import type { AlarmScope } from '../shared/readings';
import { groupReferences, type ScannedGroups } from './group-references';
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

/** The result of a scan: everything that was read. */
export interface ScanResult extends Parts, ScannedGroups {
  readonly zones: number;
  readonly alarms: readonly AlarmScope[];
  readonly clusters: number;
  readonly services: readonly ClusterService[];
  readonly forwards: readonly BalancerForward[];
  /** What could not be read. */
  readonly gaps: readonly Gap[];
}

/** How many resources a scan has read. */
export interface ScanCounts {
  readonly zones: number;
  readonly records: number;
  readonly alarms: number;
  readonly clusters: number;
  readonly services: number;
  readonly autoScalingGroups: number;
  readonly loadBalancers: number;
  readonly targetGroups: number;
  /** Listeners and rules. */
  readonly listeners: number;
}

/**
 * What still references an old path, and what is not known. The field names are those of `decommission
 * --json`.
 */
export interface DecommissionReport {
  /** `clear`: everything was read and nothing references the old path. */
  readonly verdict: 'clear' | 'in-use' | 'not-proven';
  /** ISO 8601. */
  readonly at: string;
  readonly oldPath: OldPath;
  readonly stillPointing: readonly Reference[];
  /**
   * The old records of the route, or its forward to the old target group, at weight 0; and the Auto Scaling
   * groups that the plan names as those of the old path.
   */
  readonly canGo: readonly string[];
  readonly notProven: readonly Gap[];
  readonly looked: ScanCounts;
}

/** Evaluates a scan. One reference is enough for `in-use`; anything that was not read rules out `clear`. */
export function judgeDecommission(scope: SearchScope, scan: ScanResult, now: number): DecommissionReport {
  const { old, gaps } = resolveOldPath(scope, scan);
  const records = recordReferences(scan.records, old.hosts, scope.own);
  const listeners = listenerReferences(scan.forwards, scan.groups, old, scope.ownForward);
  const groups = groupReferences(scan, old);
  const stillPointing = [
    ...records.references,
    ...alarmReferences(scan.alarms, old),
    ...serviceReferences(scan.services, old),
    ...groups.references,
    ...listeners.references,
  ];
  const notProven = [...scan.gaps, ...gaps];
  const rest = notProven.length > 0 ? 'not-proven' : 'clear';
  return {
    verdict: stillPointing.length > 0 ? 'in-use' : rest,
    at: new Date(now).toISOString(),
    oldPath: old,
    stillPointing,
    canGo: [...records.removable, ...listeners.removable, ...groups.removable],
    notProven,
    looked: {
      zones: scan.zones,
      records: scan.records.length,
      alarms: scan.alarms.length,
      clusters: scan.clusters,
      services: scan.services.length,
      autoScalingGroups: scan.autoScalingGroups.length,
      loadBalancers: scan.balancers.length,
      targetGroups: scan.groups.length,
      listeners: scan.forwards.length,
    },
  };
}

/** How many items of each list a sentence shows. */
const SHOWN = 5;

/** The report in one sentence: the references, what is not proven, and what was scanned. */
export function describeReport({ verdict, stillPointing, notProven, looked }: DecommissionReport): string {
  const parts = [
    verdict === 'clear' ? 'nothing references the old path' : '',
    stillPointing.length === 0
      ? ''
      : `${plural(stillPointing.length, 'reference')} to the old path:` +
        ` ${listed(everyKindFirst(stillPointing).map(({ what }) => what))}`,
    notProven.length === 0 ? '' : `not proven: ${listed(notProven.map(({ what }) => what))}`,
  ];
  return `${parts.filter((part) => part !== '').join('; ')} (scanned ${describeScanCounts(looked)})`;
}

/** The first reference of each kind before the others, so that many records do not hide a service. */
function everyKindFirst(references: readonly Reference[]): readonly Reference[] {
  const isFirst = (one: Reference) => references.find(({ kind }) => kind === one.kind) === one;
  return [...references.filter(isFirst), ...references.filter((one) => !isFirst(one))];
}

function listed(lines: readonly string[]): string {
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : [];
  return [...lines.slice(0, SHOWN).map((line) => shorten(line, 300)), ...more].join('; ');
}

/** `3 zones with 128 records, 5 alarms, …` */
export function describeScanCounts(counts: ScanCounts): string {
  return [
    `${plural(counts.zones, 'zone')} with ${plural(counts.records, 'record')}`,
    plural(counts.alarms, 'alarm'),
    `${plural(counts.services, 'service')} in ${plural(counts.clusters, 'cluster')}`,
    `${plural(counts.listeners, 'listener or rule', 'listeners and rules')} of` +
      ` ${plural(counts.loadBalancers, 'load balancer')}`,
    plural(counts.targetGroups, 'target group'),
    plural(counts.autoScalingGroups, 'Auto Scaling group'),
  ].join(', ');
}
