import type { RouteReading } from '../../shared/readings';
import { longestTtl } from './alias-chain';
import { nameFindings } from './name-findings';
import { plainName, sameName } from './record-names';
import type { Route53 } from './schema';
import { type RecordSet, readWeighted } from './weighted-records';

/**
 * Reads a route from the whole of its name: its weights, how long clients keep an answer, and what else
 * decides where they go.
 * @param records every record set of the route's name, and those of the zone that aliases among them lead to
 * @throws RouteBrokenError when the route cannot carry a percent
 */
export function readName(router: Route53, records: readonly RecordSet[]): RouteReading {
  const { percent, version } = readWeighted(router, records);
  const pair = JSON.parse(version) as RecordSet[];
  const { seconds, from } = longestTtl(pair, records, router.hostedZoneId);
  const isOther = from !== null && !sameName(from.Name, router.recordName);
  return {
    percent,
    version,
    ttlSeconds: seconds,
    ttlIsOurs: from !== null,
    ...(isOther ? { ttlFrom: `${plainName(String(from.Name))} ${from.Type}` } : {}),
    findings: nameFindings(router, pair, records),
  };
}
