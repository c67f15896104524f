import { Route53Client } from '@aws-sdk/client-route-53';
import { afterAll, expect, test } from '@jest/globals';
import { settings } from '../../lambdas/adapters/clients/settings';
import { route53DirectRouter } from '../../lambdas/adapters/routers/route53/route53-direct-router';
import { route53RecordsApi } from '../../lambdas/adapters/routers/route53/route53-records-api';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { revertCommand } from '../../lib/cli/commands/revert/revert';
import { liveDirectRouter } from '../../lib/cli/input/live-direct-router';
import { describeDirectRouter } from '../contracts/direct-router.contract';
import { withoutWeight } from '../contracts/records';
import { route53Harness } from './support/route53-harness';

const client = new Route53Client(settings);
afterAll(() => client.destroy());

const recordOf = (recordName: string, SetIdentifier: string, Weight: number): RecordSet =>
  ({
    ...{ Name: `${recordName}.`, Type: 'A', SetIdentifier, Weight, TTL: 60 },
    ResourceRecords: [{ Value: '192.0.2.1' }],
  }) as RecordSet;

describeDirectRouter('route53DirectRouter on ministack', async () => {
  const { route, records, seed, foreignChange, propagate } = await route53Harness(client, client);
  const pair = (weights: { old: number; new: number }) => [
    recordOf(route.recordName, 'old', weights.old),
    recordOf(route.recordName, 'new', weights.new),
  ];
  return {
    router: route53DirectRouter(route53RecordsApi(client)),
    route,
    seed: (weights) => seed(pair(weights)),
    foreignShift: async (weights) => {
      for (const one of pair(weights)) {
        await foreignChange(one);
      }
    },
    weights: async () => {
      const found = await records();
      const of = (id: string) => found.find(({ SetIdentifier }) => SetIdentifier === id)?.Weight ?? -1;
      return { old: of('old'), new: of('new') };
    },
    rest: async () => withoutWeight(await records()),
    propagate: (change) => propagate({ ...change, version: '' }),
  };
}, [
  [255, 0],
  [0, 0],
]);

test('the command reverts a live zone, both weights of which are 0, and sees the change INSYNC', async () => {
  const { route, records, seed } = await route53Harness(client, client);
  await seed(['old', 'new'].map((id) => recordOf(route.recordName, id, 0)));
  let out = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: () => undefined,
    columns: 100,
  };
  const code = await revertCommand(
    `route53/${route.hostedZoneId}/${route.recordName}`,
    { direct: true, weights: '255/0', old: 'old', new: 'new', wait: true, timeout: 60, json: true },
    terminal,
    {
      directRouter: liveDirectRouter,
      // The emulator answers INSYNC at the second question, so nothing needs to wait.
      clock: { now: () => Date.now(), sleep: async () => undefined },
    },
  );
  expect([code, JSON.parse(out).outcome]).toEqual([0, 'succeeded']);
  const weights = (await records()).map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight]);
  expect(Object.fromEntries(weights)).toEqual({ old: 255, new: 0 });
});
