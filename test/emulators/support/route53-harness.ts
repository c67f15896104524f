import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import { route53Records } from '../../../lambdas/adapters/routers/route53/route53-records';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { route53Router } from '../../../lambdas/adapters/routers/route53/route53-router';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import type { RouteChange } from '../../../lambdas/ports';
import type { RouteRecordsHarness } from '../../contracts/route-records.contract';
import { freshName } from './endpoints';

const MAX_READS = 50;

/**
 * A new hosted zone that also has records beside those of the route.
 * @param client the adapter's
 * @param other through which the test changes the zone behind the adapter's back
 */
export async function route53Harness(
  client: Route53Client,
  other: Route53Client,
): Promise<RouteRecordsHarness> {
  const zone = `${freshName()}.example.com`;
  const created = await other.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: zone }));
  const hostedZoneId = created.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  const check = await other.send(
    new CreateHealthCheckCommand({
      CallerReference: zone,
      HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: zone },
    }),
  );
  const route: Route53 = {
    kind: 'route53',
    hostedZoneId,
    recordName: `api.${zone}`,
    recordTypes: ['A'],
    oldSetIdentifier: 'old',
    newSetIdentifier: 'new',
  };
  const router = route53Router(route53RecordsApi(client));
  const change = async (Action: Change['Action'], records: readonly RecordSet[]) => {
    const Changes = records.map((record) => ({ Action, ResourceRecordSet: record as ResourceRecordSet }));
    await other.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch: { Changes } }),
    );
  };
  await change(
    'CREATE',
    [`aaa.${zone}.`, `\\052.api.${zone}.`, `api-2.${zone}.`].map((Name) => ({
      Name,
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '203.0.113.1' }],
    })),
  );
  return {
    router,
    port: route53Records(route53RecordsApi(client)),
    route,
    healthCheckId: check.HealthCheck?.Id ?? '',
    seed: async (records) => {
      if (records.length > 0) {
        await change('CREATE', records);
      }
    },
    records: async () => {
      const listed = await other.send(new ListResourceRecordSetsCommand({ HostedZoneId: hostedZoneId }));
      return (listed.ResourceRecordSets ?? []).filter(({ Name }) => Name === `${route.recordName}.`);
    },
    foreignChange: (record) => change('UPSERT', [record]),
    foreignDelete: (record) => change('DELETE', [record]),
    propagate: (written) => untilInsync(router, written),
  };
}

async function untilInsync(router: RouteRecordsHarness['router'], change: RouteChange): Promise<void> {
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    if ((await router.propagated(change)) === true) {
      return;
    }
  }
}
