import type { RouteReading } from '../../shared/readings';
import type { Problem } from '../../validation/problems';
import type { PlanAlarms, RouteIssue, RouterDefinition } from '../router-definition';
import { shiftSizeProblem } from './batch-limits';
import { recordTargetProblems } from './new-targets';
import { type RecordConfig, type Route53, recordConfigSchema, route53Schema } from './schema';
import { type RecordSet, readWeighted, recordDrift, recordsAt } from './weighted-records';

/** Weights of Route 53 records. All types of a name shift together. */
export const route53Definition = {
  schema: route53Schema,
  problems: recordProblems,

  configSchema: recordConfigSchema,
  configKeys: ({ hostedZoneId, recordNames }) =>
    recordNames.map((recordName) => keyOf({ hostedZoneId, recordName })),
  newTargetProblems: (router, { route53 = {} }) => recordTargetProblems(router, route53),

  key: keyOf,
  name: ({ recordName }) => recordName,
  publicName: ({ recordName }) => recordName,
  describe: ({ recordName, recordTypes, hostedZoneId }) =>
    `${recordName} (${recordTypes.join(', ')}) in zone ${hostedZoneId}`,
  paths: ({ oldSetIdentifier, newSetIdentifier }) => ({ old: oldSetIdentifier, new: newSetIdentifier }),

  versionAt: recordsAt,
  percentAt: (router, version) => readWeighted(router, JSON.parse(version)).percent,
  drift: recordDrift,
  // Generally INSYNC within 60 s (Developer Guide); an alias takes the TTL of its target, 60 s for a load
  // balancer.
  pace: () => ({ propagationSeconds: 60, cachedSeconds: 60 }),
  comparesAndSwaps: true,

  findings: sizeFindings,
  notices: () => [],
  remains: ({ oldSetIdentifier }) => `the record "${oldSetIdentifier}" (weight 0)`,

  records: (router) => router,
  forwardArn: () => null,
  balancer: () => null,
  sources: () => null,
  sourceProblem: () => null,
  targetGroups: () => ({ old: [], new: [] }),
  // A scan finds the old path from the old record.
  oldPath: () => ({}),
  scanGap: () => null,
} satisfies RouterDefinition<Route53, RecordConfig>;

function keyOf({ hostedZoneId, recordName }: Pick<Route53, 'hostedZoneId' | 'recordName'>): string {
  return `${hostedZoneId}/${recordName}`;
}

/** A route whose records do not fit into one batch could be neither shifted nor reverted. */
function sizeFindings({ recordName }: Route53, { version }: RouteReading): RouteIssue[] {
  const problem = shiftSizeProblem(JSON.parse(version) as RecordSet[]);
  return problem === null
    ? []
    : [
        {
          problem: `one change of all weights of ${recordName} would have ${problem}`,
          remedy:
            'give the records fewer values, or aliases; ' +
            'or shift one record type at a time, with a plan for each',
        },
      ];
}

function recordProblems(router: Route53, { alarms, direction }: PlanAlarms): Problem[] {
  const { oldSetIdentifier, newSetIdentifier, recordTypes } = router;
  const problems: Problem[] = [];
  if (oldSetIdentifier === newSetIdentifier) {
    const message =
      `is "${newSetIdentifier}", the same as router.oldSetIdentifier; ` +
      'must name the other record of the pair';
    problems.push({ path: 'router.newSetIdentifier', message });
  }
  if (recordTypes.includes('CNAME') && recordTypes.length > 1) {
    const types = recordTypes.join(' and ');
    const message = `is ${types}; must be CNAME alone, because DNS allows no other type beside it`;
    problems.push({ path: 'router.recordTypes', message });
  }
  const alarm = router.newHealthCheck?.alarm;
  if (alarm !== undefined && direction === 'down') {
    const message = 'is about the new path, from which direction: down moves away; remove it';
    problems.push({ path: 'router.newHealthCheck', message });
  } else if (alarm !== undefined && !alarms.includes(alarm)) {
    const message =
      `is "${alarm}"; must be one of health.alarms, ` +
      'so that the cutover reverts when Route 53 stops serving the new path';
    problems.push({ path: 'router.newHealthCheck.alarm', message });
  }
  return problems;
}
