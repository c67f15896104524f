import { Route53Client } from '@aws-sdk/client-route-53';
import { afterEach, describe, expect, test } from '@jest/globals';
import { route53Client } from '../../lambdas/adapters/clients/route53';
import { settings } from '../../lambdas/adapters/clients/settings';
import { route53RecordsApi } from '../../lambdas/adapters/routers/route53/route53-records-api';
import { route53Router } from '../../lambdas/adapters/routers/route53/route53-router';
import { xmlError } from '../support/accounts/wire';
import { endpointOf } from './support/endpoints';
import { type Loopback, loopback } from './support/loopback';
import { route53Harness } from './support/route53-harness';

const direct = route53Client();
const faults = [
  ['Throttling', xmlError('Throttling', 'Rate exceeded')],
  [
    'PriorRequestNotComplete',
    xmlError(
      'PriorRequestNotComplete',
      'The request was rejected because Route 53 was still processing a prior request.',
    ),
  ],
] as const;

/** How many attempts the deployed client makes. */
const ATTEMPTS = settings.maxAttempts;

describe.each(faults)('%s', (_, fault) => {
  let proxy: Loopback;
  let client: Route53Client;

  afterEach(async () => {
    client.destroy();
    await proxy.close();
  });

  /** A route at 0 %, and a router whose first `faulty` requests fail. `directRouter` meets no fault. */
  const routeBehind = async (faulty: number) => {
    let left = faulty;
    proxy = await loopback(({ query }) => {
      left -= 1;
      return left >= 0 ? fault : { forward: { ...query } as Record<string, string> };
    }, endpointOf('ROUTE_53'));
    client = new Route53Client({ ...settings, endpoint: proxy.endpoint });
    const { route, seed, router: directRouter } = await route53Harness(direct, direct);
    const record = (SetIdentifier: string, Weight: number) => ({
      ...{ Name: `${route.recordName}.`, Type: 'A', SetIdentifier, Weight, TTL: 60 },
      ResourceRecords: [{ Value: '192.0.2.1' }],
    });
    await seed([record('old', 100), record('new', 0)]);
    return { router: route53Router(route53RecordsApi(client)), directRouter, route };
  };

  test('an error that passes is retried within the attempts of the client', async () => {
    const { router, directRouter, route } = await routeBehind(ATTEMPTS - 1);
    const { version } = await directRouter.read(route);
    await router.write(route, 10, version);
    expect(proxy.requests).toHaveLength(ATTEMPTS);
    expect(await directRouter.read(route)).toMatchObject({ percent: 10 });
  });

  test('an error that lasts is a ServiceBusyError, with nothing written', async () => {
    const { router, directRouter, route } = await routeBehind(Number.POSITIVE_INFINITY);
    const before = await directRouter.read(route);
    await expect(router.write(route, 10, before.version)).rejects.toMatchObject({ name: 'ServiceBusyError' });
    expect(proxy.requests).toHaveLength(ATTEMPTS);
    expect(await directRouter.read(route)).toEqual(before);
  });

  test.each(['read', 'propagated'] as const)(
    'an error of %s that lasts is a ServiceBusyError',
    async (what) => {
      const { router, route } = await routeBehind(Number.POSITIVE_INFINITY);
      const asked =
        what === 'read' ? router.read(route) : router.propagated({ id: 'C1', version: '[]', route });
      await expect(asked).rejects.toMatchObject({ name: 'ServiceBusyError' });
    },
  );
});
