import { describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { References } from '../../../lambdas/ports';
import { findReferences } from '../../../lambdas/steps/support/find-references';
import type { ReferenceServices } from '../../support/accounts/reference-account';
import { type PlanInput, planOf } from '../../support/plans/plans';
import {
  accountAfterCutover,
  alias,
  cluster,
  leave,
  listenerArn,
  newBalancer,
  newGroup,
  oldGroup,
  oldHost,
  record,
  referencesIn,
  zoneId,
} from '../../support/templates/old-path';
import { began } from '../../support/world/cutover';

/** A clock that advances with each sleep, and by `perCall` milliseconds with each call of a service. */
function timed(references: References, perCall = 0) {
  let now = Date.parse(began);
  const slept: number[] = [];
  const clock = {
    now: () => now,
    aheadMs: () => null,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const through = Object.entries(references).map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      now += perCall;
      return (call as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return { clock, slept, references: Object.fromEntries(through) as References };
}

const scan = (account: ReferenceServices, plan: Partial<PlanInput> = {}) =>
  findReferences(timed(referencesIn(account)), planOf(plan), { seconds: 60 });

const gone = 'correct decommission in the plan: this does not exist, or is in another account or region';

describe('a scan', () => {
  test('reads and counts the whole region and the zone of the route by default', async () => {
    const account = accountAfterCutover();
    account.listeners.push({
      arn: listenerArn(newBalancer, 2),
      balancer: newBalancer,
      forwards: [{ group: newGroup }],
      rules: [{ forwards: [{ group: newGroup }] }],
    });
    expect(await scan(account)).toMatchObject({
      verdict: 'clear',
      looked: {
        zones: 1,
        records: 3,
        alarms: 1,
        clusters: 1,
        services: 1,
        loadBalancers: 2,
        targetGroups: 2,
        listeners: 4,
      },
    });
  });

  test('reads the zones, clusters, load balancers and alarms that the plan names', async () => {
    const account = accountAfterCutover();
    account.zones.set('Z2', [record('shop.example.net.', 'CNAME', `${oldHost}.`)]);
    account.clusters.set('another', []);
    leave(account, 'alarm', 1);
    leave(account, 'listener', 1);
    const lookIn = {
      hostedZoneIds: ['Z2', zoneId],
      alarmPrefix: 'api-',
      clusters: [cluster],
      loadBalancerArns: [],
    };
    const report = await scan(account, { decommission: { lookIn } });
    expect(report.stillPointing.map(({ what }) => what)).toEqual([
      `record shop.example.net CNAME in zone Z2 → ${oldHost}`,
    ]);
    expect(report.looked).toMatchObject({ zones: 2, records: 4, alarms: 1, clusters: 1, listeners: 0 });
    expect(account.asked).not.toContain('ListClusters');
  });

  test('reports rules with their listener', async () => {
    const account = accountAfterCutover();
    account.listeners.push({
      arn: listenerArn(newBalancer, 2),
      balancer: newBalancer,
      forwards: [{ group: newGroup }],
      rules: [
        {
          forwards: [
            { group: newGroup, weight: 1 },
            { group: oldGroup, weight: 0 },
          ],
        },
      ],
    });
    expect((await scan(account)).stillPointing).toEqual([
      {
        kind: 'listener',
        what:
          'rule 1 of HTTPS 443 of load balancer app/new/fedcba9876543210, which forwards to ' +
          'targetgroup/old/0123456789abcdef (weight 0)',
        remedy: 'remove it from the listener or rule, or delete that',
      },
    ]);
  });

  test.each(['record', 'record-at-0', 'alarm', 'composite-alarm', 'service', 'listener'] as const)(
    'finds a remaining %s',
    async (what) => {
      const account = accountAfterCutover();
      leave(account, what, 1);
      expect((await scan(account)).verdict).toBe('in-use');
    },
  );
});

describe('a route by the weights of a load balancer', () => {
  const router = {
    kind: 'alb',
    listenerArn: listenerArn(newBalancer, 1),
    oldTargetGroupArn: oldGroup,
    newTargetGroupArn: newGroup,
    acceptStickinessSeconds: 0,
  } as const;
  const scanAtWeight = async (weight: number) => {
    const account = accountAfterCutover();
    account.listeners.splice(0, account.listeners.length, {
      arn: router.listenerArn,
      balancer: newBalancer,
      forwards: [
        { group: newGroup, weight: 100 - weight },
        { group: oldGroup, weight },
      ],
    });
    account.groups.splice(0, 1, { arn: oldGroup, balancers: [newBalancer] });
    return findReferences(timed(referencesIn(account)), { ...planOf(), router }, { seconds: 60 });
  };

  test('can go at weight 0, and has no zone of its own', async () => {
    expect(await scanAtWeight(0)).toMatchObject({
      verdict: 'clear',
      canGo: [expect.stringMatching(/^HTTPS 443 of .* \(weight 0\)$/)],
      looked: { zones: 0 },
    });
  });

  test('is in use with a weight', async () => {
    expect((await scanAtWeight(1)).verdict).toBe('in-use');
  });
});

test('gaps that are known beforehand are reported as not proven', async () => {
  const gaps = [{ what: 'the store was not read', remedy: 'read it' }];
  const world = timed(referencesIn(accountAfterCutover()));
  expect(await findReferences(world, planOf(), { seconds: 60, gaps })).toMatchObject({
    verdict: 'not-proven',
    notProven: gaps,
  });
});

describe('a zone of 10,000 records', () => {
  const records = [
    alias('api.example.com.', `${oldHost}.`, 'old', 0),
    ...Array.from({ length: 9_998 }, (_, i) => record(`host-${i}.example.com.`, 'A', '203.0.113.1')),
    record('last.example.com.', 'CNAME', `${oldHost}.`),
  ];
  /** 100 records to a page, each in a tenth of a second. */
  const large = (perCall: number): ReturnType<typeof timed> => {
    const pages: References = {
      ...referencesIn(accountAfterCutover()),
      records: async (_, page) => {
        const from = Number(page ?? 0);
        const to = from + 100;
        return { items: records.slice(from, to), next: to < records.length ? String(to) : null };
      },
    };
    return timed(pages, perCall);
  };

  test('is read page by page to its end', async () => {
    const messages: string[] = [];
    const options = { seconds: 60, progress: (message: string) => void messages.push(message) };
    const report = await findReferences(large(100), planOf(), options);
    expect(report.looked.records).toBe(10_000);
    expect(report.stillPointing.map(({ what }) => what)).toEqual([
      `record last.example.com CNAME in zone ${zoneId} → ${oldHost}`,
    ]);
    expect(messages.filter((message) => message.startsWith('records of'))).toHaveLength(100);
    expect(messages).toContain(`records of hosted zone ${zoneId}: 10000`);
  });

  test('that takes too long is not proven, and no call is made after the time', async () => {
    const slow = large(1_000);
    const report = await findReferences(slow, planOf(), { seconds: 60 });
    expect(report.verdict).toBe('not-proven');
    expect(report.looked).toMatchObject({ zones: 0 });
    expect(report.looked.records).toBeGreaterThan(4_000);
    expect(report.notProven).toContainEqual({
      what: `records of hosted zone ${zoneId}: OutOfTime: there was no time to read the rest`,
      remedy: 'run the scan again: npx @cutover/cutover decommission',
    });
    expect(slow.clock.now() - Date.parse(began)).toBeLessThanOrEqual(61_000);
  });
});

describe('a service that is busy', () => {
  const busy = (times: number) => {
    const references = referencesIn(accountAfterCutover());
    let left = times;
    return timed({
      ...references,
      alarms: (prefix, page) => {
        left -= 1;
        return left >= 0
          ? Promise.reject(new ServiceBusyError('Throttling'))
          : references.alarms(prefix, page);
      },
    });
  };

  test('is retried with longer and longer pauses', async () => {
    const world = busy(5);
    expect((await findReferences(world, planOf(), { seconds: 60 })).verdict).toBe('clear');
    expect(world.slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  test('is given up after six tries', async () => {
    const world = busy(6);
    const report = await findReferences(world, planOf(), { seconds: 60 });
    expect(report.notProven).toEqual([
      {
        what: 'alarms: ServiceBusyError: Throttling',
        remedy: 'run the scan again: npx @cutover/cutover decommission',
      },
    ]);
    expect(world.slept).toHaveLength(5);
  });
});

describe('a list that cannot be read is not proven, and hides nothing else', () => {
  const allowed = (action: string) => `allow ${action}; in a deployment, with its setting "decommission"`;

  test.each([
    ['DescribeAlarms', 'alarms', 'cloudwatch:DescribeAlarms'],
    ['DescribeLoadBalancers', 'load balancers', 'elasticloadbalancing:DescribeLoadBalancers'],
    ['DescribeTargetGroups', 'target groups', 'elasticloadbalancing:DescribeTargetGroups'],
    ['ListClusters', 'ECS clusters', 'ecs:ListClusters'],
    ['ListServices', `services of ECS cluster ${cluster}`, 'ecs:ListServices and ecs:DescribeServices'],
    ['DescribeServices', `services of ECS cluster ${cluster}`, 'ecs:ListServices and ecs:DescribeServices'],
  ])('when %s is refused', async (action, what, permission) => {
    const account = accountAfterCutover();
    account.refused.set(action, 'AccessDeniedException');
    const report = await scan(account);
    expect(report.verdict).toBe('not-proven');
    expect(report.notProven).toContainEqual({
      what: `${what}: AccessDeniedException: you may not`,
      remedy: allowed(permission),
    });
    account.zones.get(zoneId)?.push(record('www.example.com.', 'CNAME', `${oldHost}.`));
    expect((await scan(account)).verdict).toBe('in-use');
  });

  test('when listeners or rules are refused', async () => {
    const account = accountAfterCutover();
    account.refused.set('DescribeRules', 'AccessDenied');
    expect((await scan(account)).notProven).toHaveLength(2);
    account.refused.set('DescribeListeners', 'AccessDenied');
    expect((await scan(account)).notProven).toContainEqual({
      what: `listeners of ${newBalancer}: AccessDenied: you may not`,
      remedy: allowed('elasticloadbalancing:DescribeListeners'),
    });
  });

  test('when a zone does not exist, and the others are read', async () => {
    const account = accountAfterCutover();
    account.zones.set('Z2', []);
    const report = await scan(account, { decommission: { lookIn: { hostedZoneIds: ['Z9', 'Z2'] } } });
    expect(report).toMatchObject({ verdict: 'not-proven', looked: { zones: 2 } });
    expect(report.notProven).toEqual([
      {
        what: 'records of hosted zone Z9: NoSuchHostedZone: No hosted zone found with ID: Z9',
        remedy: gone,
      },
    ]);
  });

  test('when a cluster does not exist', async () => {
    const report = await scan(accountAfterCutover(), { decommission: { lookIn: { clusters: ['other'] } } });
    expect(report.notProven).toEqual([
      { what: 'services of ECS cluster other: ClusterNotFoundException: Cluster not found.', remedy: gone },
    ]);
    expect(report.looked.clusters).toBe(0);
  });
});
