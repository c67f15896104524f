import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { ecsReferences } from '../../../lambdas/adapters/references/ecs-references';
import { describeReferences, everyPage } from '../../contracts/references.contract';
import { referenceServices } from '../../support/accounts/reference-account';
import { json, wire } from '../../support/accounts/wire';
import {
  accountAfterCutover,
  alias,
  cluster,
  leave,
  listenerArn,
  newBalancer,
  newGroup,
  oldBalancer,
  oldGroup,
  oldHost,
  record,
  referencesIn,
  service,
  zoneId,
} from '../../support/templates/old-path';

/** ECS with one service, and this response of DescribeServices. */
function ecsAnswering(described: object) {
  const { config } = wire(({ headers }) =>
    json(headers['x-amz-target']?.endsWith('.ListServices') ? { serviceArns: ['the-service'] } : described),
  );
  return ecsReferences(new ECSClient(config));
}

describeReferences('awsReferences', async () => {
  const account = accountAfterCutover();
  return {
    references: referencesIn(account),
    old: {
      ...{ hosts: [oldHost], loadBalancerArns: [oldBalancer], targetGroupArns: [oldGroup] },
      autoScalingGroups: [],
    },
    hostedZoneId: zoneId,
    missingZone: 'Z9MISSING',
    cluster,
    leave: async (what, count) => leave(account, what, count),
  };
});

test('a record has its alias, weight and values', async () => {
  const account = referenceServices(100);
  const records = [
    alias('a.example.com.', `dualstack.${oldHost}.`, 'old', 0),
    record('b.example.com.', 'MX', '10 mail.example.com.', '20 spare.example.com.'),
    record('c.example.com.', 'TXT', '"v=spf1 -all"'),
  ];
  account.zones.set(zoneId, records);
  expect(await referencesIn(account).records(zoneId, null)).toEqual({ items: records, next: null });
});

test('a page starts where the previous page ended', async () => {
  const account = referenceServices(2);
  account.zones.set(
    zoneId,
    ['a', 'b', 'c'].map((name) => record(`${name}.example.com.`, 'A', '192.0.2.1')),
  );
  const references = referencesIn(account);
  const first = await references.records(zoneId, null);
  expect(JSON.parse(first.next ?? '')).toEqual({ StartRecordName: 'c.example.com.', StartRecordType: 'A' });
  expect((await references.records(zoneId, first.next)).items.map(({ name }) => name)).toEqual([
    'c.example.com.',
  ]);
});

test('a page may begin among the weighted records of one name and type', async () => {
  const account = referenceServices(2);
  const ids = ['a', 'b', 'c', 'd', 'e'];
  account.zones.set(
    zoneId,
    ids.map((id) => ({ ...record('api.example.com.', 'A', '192.0.2.1'), setIdentifier: id, weight: 1 })),
  );
  const references = referencesIn(account);
  const found = await everyPage((page) => references.records(zoneId, page));
  expect(found.map(({ setIdentifier }) => setIdentifier)).toEqual(ids);
});

test('load balancers, target groups, listeners and clusters are read from all pages', async () => {
  const account = accountAfterCutover(1);
  account.clusters.set('another', []);
  account.listeners.push({ arn: listenerArn(newBalancer, 2), balancer: newBalancer, forwards: [] });
  const references = referencesIn(account);
  expect(await everyPage(references.loadBalancers)).toHaveLength(2);
  expect(await everyPage(references.targetGroups)).toEqual([
    { arn: oldGroup, loadBalancerArns: [oldBalancer] },
    { arn: newGroup, loadBalancerArns: [newBalancer] },
  ]);
  expect(await everyPage((page) => references.listeners(newBalancer, page))).toHaveLength(2);
  expect(await everyPage(references.clusters)).toEqual([cluster, 'another']);
});

describe('an alarm', () => {
  const scopeOf = async (alarm: { AlarmName: string; [field: string]: unknown }, isComposite = false) => {
    const account = referenceServices(100);
    (isComposite ? account.compositeAlarms : account.metricAlarms).push(alarm);
    return (await referencesIn(account).alarms(null, null)).items[0];
  };
  const name = 'api';

  test('on metric math has the dimensions of every metric, and the expressions', async () => {
    const metric = (Value: string) => ({
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCount',
        Dimensions: [{ Name: 'LoadBalancer', Value }],
      },
      Period: 60,
      Stat: 'Sum',
    });
    expect(
      await scopeOf({
        AlarmName: name,
        Metrics: [
          { Id: 'a', MetricStat: metric('app/one/1') },
          { Id: 'b', MetricStat: metric('app/two/2') },
          { Id: 'rate', Expression: '100 * a / b' },
        ],
      }),
    ).toEqual({
      name,
      dimensions: [
        { name: 'LoadBalancer', value: 'app/one/1' },
        { name: 'LoadBalancer', value: 'app/two/2' },
      ],
      expressions: ['100 * a / b'],
      alarms: [],
    });
  });

  test('on a PromQL query has the query', async () => {
    const Query = 'rate(x{LoadBalancer="app/one/1"}[5m])';
    expect(
      await scopeOf({ AlarmName: name, EvaluationCriteria: { PromQLCriteria: { Query } } }),
    ).toMatchObject({
      dimensions: [],
      expressions: [Query],
    });
  });

  test('on other alarms has the names in its rule and its suppressor, by name or ARN', async () => {
    const ActionsSuppressor = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:maintenance';
    const AlarmRule = 'ALARM("one") OR NOT OK(two)';
    expect(await scopeOf({ AlarmName: name, AlarmRule, ActionsSuppressor }, true)).toEqual({
      name,
      dimensions: [],
      expressions: [],
      alarms: ['one', 'two', 'maintenance'],
    });
  });
});

describe('a listener', () => {
  test('has its rules of all pages, without the default rule and with weights of 0', async () => {
    const account = referenceServices(2);
    const arn = listenerArn(newBalancer, 1);
    const weighted = [
      { group: newGroup, weight: 100 },
      { group: oldGroup, weight: 0 },
    ];
    account.listeners.push({
      arn,
      balancer: newBalancer,
      forwards: [{ group: newGroup }],
      rules: [{ forwards: [{ group: newGroup }] }, { forwards: weighted }, { forwards: [] }],
    });
    const references = referencesIn(account);
    expect(await everyPage((page) => references.listeners(newBalancer, page))).toEqual([
      { arn, label: 'HTTPS 443', forwardsTo: [{ targetGroupArn: newGroup, weight: null }], redirectsTo: [] },
    ]);
    const rules = await everyPage((page) => references.rules(arn, page));
    expect(rules.map(({ label }) => label)).toEqual(['rule 1', 'rule 2', 'rule 3']);
    expect(rules[1]?.forwardsTo).toEqual([
      { targetGroupArn: newGroup, weight: 100 },
      { targetGroupArn: oldGroup, weight: 0 },
    ]);
  });

  test('with a redirect has its host', async () => {
    const account = referenceServices(10);
    const arn = listenerArn(newBalancer, 1);
    account.listeners.push({ arn, balancer: newBalancer, forwards: [], redirectTo: oldHost });
    expect((await referencesIn(account).listeners(newBalancer, null)).items).toEqual([
      expect.objectContaining({ forwardsTo: [], redirectsTo: [oldHost] }),
    ]);
  });

  test('of a Network Load Balancer has no rules, and none are requested', async () => {
    const account = referenceServices(10);
    const arn = listenerArn(newBalancer.replace('/app/', '/net/'), 1);
    expect(await referencesIn(account).rules(arn, null)).toEqual({ items: [], next: null });
    expect(account.asked).toEqual([]);
  });
});

describe('a service', () => {
  const servicesOf = async (...services: Record<string, unknown>[]) => {
    const account = referenceServices(10);
    account.clusters.set(cluster, services);
    return (await referencesIn(account).services(cluster, null)).items;
  };
  const groups = (...arns: string[]) => arns.map((targetGroupArn) => ({ targetGroupArn }));

  test('has the target groups of its task sets', async () => {
    const more = {
      loadBalancers: [],
      taskSets: [{ loadBalancers: groups(newGroup) }, { loadBalancers: groups(oldGroup) }],
    };
    expect(await servicesOf(service('api', '', more))).toEqual([
      expect.objectContaining({ targetGroupArns: [newGroup, oldGroup] }),
    ]);
  });

  test('has the alternate target group of its blue/green deployments', async () => {
    const advancedConfiguration = { alternateTargetGroupArn: oldGroup };
    const more = { loadBalancers: [{ targetGroupArn: newGroup, advancedConfiguration }] };
    expect(await servicesOf(service('api', '', more))).toEqual([
      expect.objectContaining({ targetGroupArns: [newGroup, oldGroup] }),
    ]);
  });

  test('is listed while draining, but not when inactive', async () => {
    const services = ['DRAINING', 'INACTIVE'].map((status) => service(status, oldGroup, { status }));
    expect((await servicesOf(...services)).map(({ name }) => name)).toEqual([
      expect.stringMatching(/\/DRAINING$/),
    ]);
  });

  test('is not described for a cluster without services', async () => {
    const account = referenceServices(10);
    account.clusters.set(cluster, []);
    expect(await referencesIn(account).services(cluster, null)).toEqual({ items: [], next: null });
    expect(account.asked).toEqual(['ListServices']);
  });

  test('that ECS does not describe is an error, unless it was deleted meanwhile', async () => {
    const failing = (reason: string) =>
      ecsAnswering({ services: [], failures: [{ arn: 'the-service', reason }] }).services(cluster, null);
    await expect(failing('ACCESS_DENIED')).rejects.toThrow('ECS did not describe the-service: ACCESS_DENIED');
    expect(await failing('MISSING')).toEqual({ items: [], next: null });
  });
});

describe('an error of AWS', () => {
  test.each([
    ['ListResourceRecordSets', 'AccessDenied', 'AccessDenied'],
    ['DescribeAlarms', 'AccessDenied', 'AccessDenied'],
    ['DescribeRules', 'AccessDenied', 'AccessDenied'],
    ['ListServices', 'AccessDeniedException', 'AccessDeniedException'],
    ['ListResourceRecordSets', 'Throttling', 'ServiceBusyError'],
    ['DescribeTargetGroups', 'Throttling', 'ServiceBusyError'],
    ['DescribeServices', 'ThrottlingException', 'ServiceBusyError'],
  ])('of %s: %s is thrown as %s', async (action, refusal, name) => {
    const account = accountAfterCutover();
    account.refused.set(action, refusal);
    const references = referencesIn(account);
    const calls: Record<string, () => Promise<unknown>> = {
      ListResourceRecordSets: () => references.records(zoneId, null),
      DescribeAlarms: () => references.alarms(null, null),
      DescribeRules: () => references.rules(listenerArn(newBalancer, 1), null),
      DescribeTargetGroups: () => references.targetGroups(null),
      ListServices: () => references.services(cluster, null),
      DescribeServices: () => references.services(cluster, null),
    };
    await expect(calls[action]?.()).rejects.toMatchObject({ name });
  });
});
