import { describe, expect, test } from '@jest/globals';
import {
  otherRuleFindings,
  requestMeasureFindings,
  sharedBalancerFindings,
  wholeBalancers,
} from '../../../lambdas/core/measures/measure-findings';
import type { ForwardReading } from '../../../lambdas/core/shared/readings';
import { type PlanInput, planOf } from '../../support/plans/plans';
import { alarmOf } from '../../support/plans/readings';
import { loadBalancer } from '../../support/plans/routers';

const arn = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
const group = (name: string) => arn(`targetgroup/${name}/1`);
const forward = (name: string, groups: readonly string[], weight: number | null = null): ForwardReading => ({
  arn: arn(name),
  label: name,
  forwardsTo: groups.map((targetGroupArn) => ({ targetGroupArn, weight })),
  redirectsTo: [],
});
const silent = alarmOf({ staysOkWithoutData: true });
const withSource = (source: string, over: Partial<PlanInput> = {}) =>
  planOf({ health: { alarms: ['a'], minRequests: { count: 1, source } }, ...over });

describe('a plan without a measure of requests', () => {
  test.each([
    ['nobody has read its alarms', null],
    ['one alarm has no data when nothing arrives', [silent, alarmOf()]],
    ['it has no alarm that exists', []],
  ])('is a warning when %s', (_, alarms) => {
    expect(requestMeasureFindings(planOf(), alarms)).toMatchObject([
      { check: 'no-request-measure', severity: 'warn' },
    ]);
  });

  test('stops when every alarm stays OK without data', () => {
    expect(requestMeasureFindings(planOf(), [silent, silent])).toMatchObject([
      {
        check: 'no-request-measure',
        severity: 'stop',
        reason: expect.stringContaining(`"${silent.name}"`),
        remedy: expect.stringContaining('preflight.accept: [no-request-measure]'),
      },
    ]);
  });

  test('is not warned of once it accepts that, and what would stop it is still named', () => {
    const plan = planOf({ preflight: { accept: ['no-request-measure'] } });
    expect(requestMeasureFindings(plan, [alarmOf()])).toEqual([]);
    expect(requestMeasureFindings(plan, [silent])).toHaveLength(1);
  });

  test('is about the old path where the plan moves down', () => {
    const plan = planOf({
      direction: 'down',
      stages: [{ percent: 0, soakSeconds: 60 }],
    });
    expect(requestMeasureFindings(plan, [silent])).toMatchObject([
      {
        reason: expect.stringContaining('that no request reaches the old path'),
        remedy: expect.stringContaining('requests of the old path are counted'),
      },
    ]);
    expect(requestMeasureFindings(plan, null)).toMatchObject([
      { reason: expect.stringContaining('although no request reaches the old path') },
    ]);
  });

  test('is any that neither the plan nor its router measures', () => {
    expect(requestMeasureFindings(withSource('api/a'), [silent])).toEqual([]);
    expect(requestMeasureFindings({ ...planOf(), router: loadBalancer() }, [silent])).toEqual([]);
  });
});

describe('a load balancer that is measured as a whole', () => {
  const two = [forward('443', [group('a')]), forward('rule 1', [group('b'), group('a')])];
  const found = (loadBalancer: string, over: Partial<PlanInput> = {}, forwards = two) =>
    sharedBalancerFindings(withSource(loadBalancer, over), { loadBalancer, forwards });

  test('is any that the plan names without a target group', () => {
    expect(wholeBalancers(withSource('app/x/1'))).toEqual(['app/x/1']);
    expect(wholeBalancers(withSource('net/x/1'))).toEqual(['net/x/1']);
    expect(wholeBalancers(withSource('app/x/1/targetgroup/a/1'))).toEqual([]);
    expect(wholeBalancers(withSource('api/a'))).toEqual([]);
  });

  test('stops when it serves several target groups', () => {
    expect(found('app/x/1')).toMatchObject([
      {
        check: 'shared-balancer',
        severity: 'stop',
        reason: expect.stringContaining('forwards to 2 target groups (targetgroup/a/1, targetgroup/b/1)'),
        remedy: expect.stringContaining('such as app/x/1/targetgroup/a/1; if all of them'),
      },
    ]);
    expect(found('net/x/1')).toMatchObject([
      { remedy: expect.stringMatching(/^measure the service behind or before it/) },
    ]);
  });

  test.each<[string, Partial<PlanInput>, ForwardReading[]]>([
    ['has one target group', {}, [forward('443', [group('a')])]],
    ['has none', {}, []],
    ['has those of the new path', { preflight: { targetGroupArns: [group('a'), group('b')] } }, two],
    ['has those of the old path', { preflight: { oldTargetGroupArns: [group('b'), group('a')] } }, two],
    [
      'has those of the old path that can go',
      { decommission: { oldPath: { targetGroupArns: [group('b'), group('a')] } } },
      two,
    ],
  ])('is no finding when it %s', (_, over, forwards) => {
    expect(found('app/x/1', over, forwards)).toEqual([]);
  });

  test('stops when it has groups of both paths', () => {
    const preflight = { targetGroupArns: [group('a')], oldTargetGroupArns: [group('b')] };
    expect(found('app/x/1', { preflight })).toHaveLength(1);
  });

  test('stops when it does not exist', () => {
    const missing = { loadBalancer: 'app/x/1', forwards: null };
    expect(sharedBalancerFindings(withSource('app/x/1'), missing)).toMatchObject([
      { severity: 'stop', reason: 'load balancer app/x/1 does not exist' },
    ]);
  });
});

describe('another rule', () => {
  const router = loadBalancer();
  const plan = { ...planOf(), router };
  const own = {
    ...forward('own', [router.oldTargetGroupArn]),
    arn: router.ruleArn ?? router.listenerArn ?? '',
  };

  test('that forwards to the old target group is named', () => {
    const other = forward('listener/app/x/1/2', [router.oldTargetGroupArn]);
    expect(otherRuleFindings(plan, [own, other])).toMatchObject([
      { check: 'other-rule', severity: 'stop', reason: expect.stringContaining('(listener/app/x/1/2)') },
    ]);
  });

  test('that shares the traffic between the old target group and another one is named', () => {
    const other = forward('listener/app/x/1/2', [router.oldTargetGroupArn, router.newTargetGroupArn], 1);
    expect(otherRuleFindings(plan, [own, other])).toMatchObject([{ check: 'other-rule', severity: 'stop' }]);
  });

  test('to the new path is a warning where the plan moves down', () => {
    const other = forward('test', [router.newTargetGroupArn]);
    const old = forward('old', [router.oldTargetGroupArn]);
    expect(otherRuleFindings({ ...plan, direction: 'down' }, [own, other, old])).toMatchObject([
      {
        check: 'other-rule',
        severity: 'warn',
        reason: 'test (test) forwards to the new path as well: its clients stay there at every percent',
      },
    ]);
  });

  test('that forwards to the new one, or to the old one at weight 0, sends nobody to the old path', () => {
    const fresh = forward('test', [router.newTargetGroupArn]);
    const unused = forward('unused', [router.oldTargetGroupArn], 0);
    expect(otherRuleFindings(plan, [own, fresh, unused])).toEqual([]);
  });
});
