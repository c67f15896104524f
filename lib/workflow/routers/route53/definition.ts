import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { Problem } from '../../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../../shared/lookups';
import { repeatedProblems } from '../names';
import type { RouteConfigDefinition } from '../route-config-definition';
import type { RecordRoutes } from './record-routes';
import {
  readChanges,
  readHealthChecks,
  readOtherZones,
  readRecords,
  writeRecords,
} from './route53-statements';

/** Records of one zone. */
export const recordRoutesDefinition: RouteConfigDefinition<Required<RecordRoutes>, Route53> = {
  problems: ({ zoneName, recordNames }) => [
    ...recordNames.filter((name) => !isInZone(name, zoneName)).map((name) => outside(name, zoneName)),
    ...repeatedProblems('recordNames', recordNames),
  ],
  identifiers: ({ hostedZoneId }) => [`the zone ${hostedZoneId}`],
  mayCover: ({ recordNames }, router) => recordNames.includes(router.recordName),
  zoneNames: ({ zoneName }) => [zoneName],
  statements: {
    'read-route': readRecords,
    'write-route': writeRecords,
    'read-records': readRecords,
    'write-records': writeRecords,
    'read-change': readChanges,
    'read-health-checks': readHealthChecks,
    'read-zones': readOtherZones,
  },
};

function isInZone(name: string, zoneName: string): boolean {
  return isKnownLater(zoneName) || name === zoneName || name.endsWith(`.${zoneName}`);
}

function outside(name: string, zoneName: string): Problem {
  return {
    path: 'recordNames',
    message: `has "${name}", which is not in the zone ${zoneName}; name records of this zone`,
  };
}
