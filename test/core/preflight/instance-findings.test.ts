import { describe, expect, test } from '@jest/globals';
import type { AutoScalingGroupReading } from '../../../lambdas/core/instances/readings';
import { instanceFindings } from '../../../lambdas/core/preflight/instance-findings';
import { groupOf, instanceOf } from '../../support/plans/readings';

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${rest}`;
const newGroup = elb('new/1');
const check = (
  over: Partial<AutoScalingGroupReading> | null,
  expectation: { waitSeconds?: number; targetGroupArns?: readonly string[] } = {},
) =>
  instanceFindings(
    { reference: 'green', targetGroupArns: [newGroup], waitSeconds: 900, ...expectation },
    over === null ? null : groupOf({ targetGroupArns: [newGroup], ...over }),
  );
const reasons = (...args: Parameters<typeof check>) => check(...args).map(({ reason }) => reason);

test('a group in service in two zones, behind its target group, has no findings', () => {
  expect(check({})).toEqual([]);
});

test('a group that does not exist stops the cutover', () => {
  expect(check(null)).toMatchObject([
    {
      check: 'instances',
      severity: 'stop',
      reason: 'Auto Scaling group "green" does not exist',
      remedy: expect.stringContaining('correct preflight.autoScalingGroups'),
    },
  ]);
});

test('a group that is being deleted stops the cutover, and is checked no further', () => {
  expect(check({ isDeleting: true, instances: [] })).toMatchObject([
    { severity: 'stop', reason: 'Auto Scaling group "green" is being deleted' },
  ]);
});

describe('the desired capacity', () => {
  const pending = instanceOf(2, { lifecycleState: 'Pending:Wait' });

  test('is waited for while an instance is launched', () => {
    expect(check({ desired: 3, instances: [instanceOf(0), instanceOf(1), pending] })).toEqual([
      {
        check: 'instances',
        severity: 'wait',
        waitSeconds: 900,
        reason:
          'Auto Scaling group "green" has 2 of its desired capacity of 3 in service and healthy:' +
          ' i-2 is Pending:Wait',
        remedy: expect.stringContaining('describe-scaling-activities --auto-scaling-group-name green'),
      },
    ]);
  });

  test('is not reached with an unhealthy instance, which is going to be replaced', () => {
    const instances = [instanceOf(0), instanceOf(1, { isHealthy: false })];
    expect(reasons({ instances })).toEqual([expect.stringContaining('1 of its desired capacity of 2')]);
    expect(reasons({ instances })).toEqual([expect.stringContaining('i-1 is InService and unhealthy')]);
  });

  test('stops at once where nothing is launched yet and the plan waits for nothing', () => {
    const findings = check({ desired: 3 }, { waitSeconds: 0 });
    expect(findings).toMatchObject([
      { severity: 'stop', reason: expect.stringContaining('no other instance is being launched') },
    ]);
  });

  test('counts weights, and instances beyond it do no harm', () => {
    const instances = [instanceOf(0, { weight: 4 }), instanceOf(1, { weight: 4 })];
    expect(check({ desired: 8, maximum: 20, instances })).toEqual([]);
    expect(check({ desired: 9, maximum: 20, instances })).toHaveLength(1);
    expect(check({ desired: 7, maximum: 20, instances: [...instances, pending] })).toEqual([]);
  });

  test('of 0 stops the cutover', () => {
    expect(check({ desired: 0, instances: [] })).toMatchObject([
      { severity: 'stop', reason: 'Auto Scaling group "green" has a desired capacity of 0' },
    ]);
  });
});

test('an instance refresh is waited for', () => {
  expect(check({ refresh: 'InProgress' })).toMatchObject([
    {
      check: 'instances',
      severity: 'wait',
      waitSeconds: 900,
      reason: expect.stringContaining('refresh of Auto Scaling group "green" is under way (InProgress)'),
      remedy: expect.stringContaining('cancel-instance-refresh --auto-scaling-group-name green'),
    },
  ]);
});

describe('zones', () => {
  const sameZone = [instanceOf(0), instanceOf(2)];

  test.each([
    [['eu-west-1a'], 'may launch instances in eu-west-1a alone'],
    [[], 'may launch instances in no zone alone'],
  ])('%j of a group are too few', (zones, reason) => {
    expect(check({ zones })).toMatchObject([
      {
        severity: 'stop',
        reason: expect.stringContaining(reason),
        remedy: expect.stringContaining('add a subnet'),
      },
    ]);
  });

  test('of instances in service must be two', () => {
    expect(check({ instances: sameZone })).toMatchObject([
      {
        severity: 'stop',
        reason: expect.stringContaining('that are in service are in eu-west-1a: one failed zone'),
        remedy: expect.stringContaining('find out why the other zones have none'),
      },
    ]);
  });

  test('cannot be two with one instance', () => {
    expect(check({ desired: 1, instances: [instanceOf(0)] })).toMatchObject([
      { severity: 'stop', remedy: 'set its minimum to 2 or more' },
    ]);
  });

  test('of instances that do not serve do not count', () => {
    const leaving = instanceOf(1, { lifecycleState: 'Terminating' });
    expect(check({ instances: [...sameZone, leaving] })).toMatchObject([
      { severity: 'stop', remedy: expect.stringContaining('find out why the other zones have none') },
    ]);
    expect(check({ desired: 1, instances: [instanceOf(0), leaving] })).toMatchObject([
      { severity: 'stop', remedy: 'set its minimum to 2 or more' },
    ]);
  });

  test('are not judged while capacity is missing', () => {
    const findings = check({
      desired: 3,
      instances: [...sameZone, instanceOf(1, { lifecycleState: 'Pending' })],
    });
    expect(findings).toMatchObject([{ severity: 'wait' }]);
  });
});

describe('suspended processes', () => {
  const suspended = (process: string, reason = 'User suspended at noon') =>
    check({ suspended: [{ process, reason }] });

  test.each([
    ['Launch', 'no instance is added or replaced'],
    ['Terminate', 'an instance that has failed is not removed'],
    ['HealthCheck', 'nothing notices an instance that has failed'],
    ['ReplaceUnhealthy', 'an instance that has failed is not replaced'],
    ['AlarmNotification', 'no scaling policy adds instances'],
    ['AddToLoadBalancer', 'instances that are added get no requests'],
  ])('%s stops the cutover', (process, effect) => {
    expect(suspended(process)).toMatchObject([
      {
        check: 'instances',
        severity: 'stop',
        reason: expect.stringContaining(
          `the process ${process} of Auto Scaling group "green" is suspended` +
            ` (User suspended at noon): ${effect}`,
        ),
        remedy: expect.stringContaining(
          `resume-processes --auto-scaling-group-name green --scaling-processes ${process}`,
        ),
      },
    ]);
  });

  test('AddToLoadBalancer says what to do with instances that were launched meanwhile', () => {
    expect(suspended('AddToLoadBalancer')[0]?.remedy).toMatch(/then register the instances/);
    expect(suspended('Launch')[0]?.remedy).not.toMatch(/register/);
  });

  test.each(['AZRebalance', 'ScheduledActions'])('%s is a warning', (process) => {
    expect(suspended(process)).toMatchObject([{ severity: 'warn' }]);
  });

  test.each(['InstanceRefresh', 'toString'])('%s is no finding', (process) => {
    expect(suspended(process)).toEqual([]);
  });

  test('without a reason leave the parentheses out', () => {
    expect(suspended('Launch', '')[0]?.reason).toContain('is suspended: no instance');
  });
});

describe('the target group', () => {
  test('of the path must be attached', () => {
    expect(check({ targetGroupArns: [elb('other/2')] })).toMatchObject([
      {
        severity: 'stop',
        reason: expect.stringContaining('is attached to targetgroup/other/2, not to targetgroup/new/1'),
        remedy: expect.stringContaining(`Identifier=${newGroup}`),
      },
    ]);
    expect(check({ targetGroupArns: [elb('other/2'), newGroup] })).toEqual([]);
  });

  test('may be any where the plan names none, and none is none', () => {
    expect(check({ targetGroupArns: [elb('other/2')] }, { targetGroupArns: [] })).toEqual([]);
    expect(check({ targetGroupArns: [] }, { targetGroupArns: [] })).toMatchObject([
      {
        reason: expect.stringMatching(/is attached to no target group: instances/),
        remedy: expect.stringContaining('Identifier=ARN'),
      },
    ]);
  });
});

test('health checks of EC2 alone are a warning', () => {
  expect(check({ healthCheckTypes: ['EC2'] })).toMatchObject([
    { check: 'instances', severity: 'warn', remedy: 'add the health check type ELB to the group' },
  ]);
});
