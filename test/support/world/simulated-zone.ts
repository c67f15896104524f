import { route53Router } from '../../../lambdas/adapters/routers/route53/route53-router';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import type { ZoneReading } from '../../../lambdas/core/shared/readings';
import type { TrafficRouter } from '../../../lambdas/ports';
import { HostedZone } from '../../../lib/rehearsal/routers/route53/hosted-zone';

/** A zone of the account with its records. */
export interface ZoneWithRecords extends ZoneReading {
  readonly records: readonly RecordSet[];
}

/** The real adapter over the simulated Route 53 API of an account with these zones. */
export function simulatedZones(zones: readonly ZoneWithRecords[]): TrafficRouter {
  const reversed = (name: string) => name.split('.').reverse().join('.');
  const hosted = new Map(
    zones.map(({ id, records }) => [id, new HostedZone({ id, records, isInsync: () => true })]),
  );
  const zoneOf = (id: string) => hosted.get(id) ?? new HostedZone({ id: 'none', isInsync: () => true });
  return route53Router({
    list: async (id, from) => zoneOf(id).listResourceRecordSets(id, from),
    change: async (id, _, changes) => zoneOf(id).changeResourceRecordSets(id, changes),
    isInsync: async () => true,
    zones: async (from) =>
      zones
        .filter(({ name }) => reversed(name) >= reversed(from))
        .sort((a, b) => (reversed(a.name) < reversed(b.name) ? -1 : 1)),
  }) as TrafficRouter;
}
