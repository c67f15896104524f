// The API accepts only SigV4A signatures; this import enables the client to create them.
import '@aws-sdk/signature-v4a';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { type Place, settingsAt } from '../../../lambdas/adapters/clients/place';
import { albDirectRouter } from '../../../lambdas/adapters/routers/alb/alb-direct-router';
import { elbForwardApi } from '../../../lambdas/adapters/routers/alb/elb-forward-api';
import { keyValueApi } from '../../../lambdas/adapters/routers/cloudfront-kvs/key-value-api';
import { keyValueDirectRouter } from '../../../lambdas/adapters/routers/cloudfront-kvs/key-value-direct-router';
import { route53DirectRouter } from '../../../lambdas/adapters/routers/route53/route53-direct-router';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { roleOf } from '../../../lambdas/core/access/account-role';
import { forwardArnOf } from '../../../lambdas/core/routers/route';
import type { Router, RouterKind, RouterOf } from '../../../lambdas/core/routers/router-schema';
import type { Clock, DirectRouter } from '../../../lambdas/ports';
import { AwsError } from '../../shared/aws-error';
import { requireCredentials, settingsIn } from './aws-settings';

interface Client {
  readonly config: { credentials(): Promise<unknown> };
}

type Makers = {
  readonly [Kind in RouterKind]: (
    place: Place,
    clock: Clock,
  ) => readonly [Client, DirectRouter<RouterOf<Kind>>];
};

const makers: Makers = {
  route53: (place) => {
    const client = new Route53Client(settingsAt(place));
    return [client, route53DirectRouter(route53RecordsApi(client))];
  },
  'cloudfront-kvs': (place, clock) => {
    const client = new CloudFrontKeyValueStoreClient(settingsAt(place));
    return [client, keyValueDirectRouter(keyValueApi(client), clock)];
  },
  alb: (place, clock) => {
    const client = new ElasticLoadBalancingV2Client(settingsAt(place));
    return [client, albDirectRouter(elbForwardApi(client), clock)];
  },
};

/** The Region of the clients of global services where the settings have none, as in the AWS CLI. */
const GLOBAL_REGION = 'us-east-1';

/**
 * The router of a route over AWS, with the SDK's default credentials, as the AWS CLI does. A listener or rule
 * is called in the Region of its ARN, whatever the settings say, and a route of another account through the
 * role that its plan names. The APIs of Route 53 and of key value stores are global, and need no Region.
 * @throws AwsError when there are no credentials, for example because they cannot be refreshed
 */
export async function liveDirectRouter(
  router: Router,
  region: string | undefined,
  clock: Clock,
): Promise<DirectRouter> {
  const given = forwardArnOf(router)?.split(':')[3] ?? region ?? (await configuredRegion());
  const place = { region: given ?? GLOBAL_REGION, role: roleOf(router) };
  const [client, direct] = makers[router.kind](place, clock);
  await requireCredentials(client, AwsError);
  return direct;
}

/** The Region in the SDK's settings; undefined without one. */
function configuredRegion(): Promise<string | undefined> {
  return new Route53Client(settingsIn(undefined)).config.region().catch(() => undefined);
}
