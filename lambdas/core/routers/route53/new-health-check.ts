import type { AlarmElsewhere } from '../../health/alarm-arn';
import { type Finding, stopFinding } from '../../preflight/finding';
import type { HealthCheckReading } from '../../shared/readings';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/**
 * The revert of the data plane: while an alarm is in ALARM, Route 53 itself stops serving new records that
 * carry a health check on it, with no API call. When every record with a weight is unhealthy, Route 53 serves
 * those at weight 0; when no record is healthy, all count as healthy. So this works at every percent, as long
 * as nothing can make the old records unhealthy too.
 * Source: Amazon Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured".
 */

const REMEDY = 'give the new records the healthCheckId of a NewPathHealthCheck on that alarm';

/** The health checks that the new records carry, each once. */
export function newHealthCheckIds(router: Route53, version: string): string[] {
  const ids = recordsOf(router, version).fresh.map((record) => record.HealthCheckId);
  return [...new Set(ids)].filter((id) => id !== undefined);
}

/** Asserts that every new record carries a health check, and that no old record can be unhealthy. */
export function recordFindings(router: Route53, version: string): Finding[] {
  const { fresh, old } = recordsOf(router, version);
  return [
    ...fresh
      .filter((record) => record.HealthCheckId === undefined)
      .map((record) => finding(`${labelOf(record)} carries no health check`, REMEDY)),
    ...old.flatMap((record) => {
      const label = labelOf(record);
      const both =
        'when both paths are unhealthy, all records count as healthy and the new one is served again';
      return [
        ...(record.HealthCheckId === undefined
          ? []
          : [finding(`${label}, of the old path, carries a health check: ${both}`, 'remove it')]),
        ...(evaluatesTarget(record)
          ? [
              finding(
                `${label}, of the old path, evaluates its target's health: ${both}`,
                'set EvaluateTargetHealth to false',
              ),
            ]
          : []),
      ];
    }),
  ];
}

/**
 * Asserts that the health check watches that alarm, and stops its records from being served while it fires.
 */
export function healthCheckFindings(
  alarm: Pick<AlarmElsewhere, 'name' | 'region'>,
  id: string,
  found: HealthCheckReading | null,
): Finding[] {
  if (found === null) {
    return [finding(`health check ${id} does not exist`, REMEDY)];
  }
  if (found.kind !== 'CLOUDWATCH_METRIC' || found.alarm !== alarm.name) {
    const watches = found.alarm === null ? 'no alarm' : `alarm "${found.alarm}"`;
    return [finding(`health check ${id} (${found.kind}) watches ${watches}, not "${alarm.name}"`, REMEDY)];
  }
  if (found.alarmRegion !== alarm.region) {
    const watches = `the alarm "${alarm.name}" of ${found.alarmRegion}, not that of ${alarm.region}`;
    return [finding(`health check ${id} watches ${watches}`, REMEDY)];
  }
  return [
    ...(found.disabled
      ? [finding(`health check ${id} is disabled, so it never stops the new records`, 'enable it')]
      : []),
    ...(found.inverted
      ? [finding(`health check ${id} is inverted, so it stops the new records while the alarm is OK`, REMEDY)]
      : []),
    ...(found.withoutData === 'LastKnownStatus'
      ? []
      : [
          finding(
            `health check ${id} counts as ${found.withoutData} while the alarm has no data, ` +
              'which moves traffic',
            'set InsufficientDataHealthStatus to LastKnownStatus',
          ),
        ]),
  ];
}

function finding(reason: string, remedy: string): Finding {
  return stopFinding('health-check', reason, remedy);
}

function recordsOf({ newSetIdentifier }: Route53, version: string) {
  const records = JSON.parse(version) as RecordSet[];
  return {
    fresh: records.filter((record) => record.SetIdentifier === newSetIdentifier),
    old: records.filter((record) => record.SetIdentifier !== newSetIdentifier),
  };
}

function labelOf(record: RecordSet): string {
  return `${record.Type} "${record.SetIdentifier}"`;
}

function evaluatesTarget({ AliasTarget }: RecordSet): boolean {
  return (
    (AliasTarget as { readonly EvaluateTargetHealth?: boolean } | undefined)?.EvaluateTargetHealth === true
  );
}
