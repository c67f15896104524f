import { expect, test } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { valid } from '../../../tools/golden/golden-files';
import { type PlanInput, planOf } from '../../support/plans/plans';

const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${rest}`;
const preflight: PlanInput['preflight'] = {
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
  targetGroupArns: [elb('targetgroup/new/1')],
  oldTargetGroupArns: [elb('targetgroup/old/1')],
  autoScalingGroups: [{ name: 'green', oldName: 'blue' }],
  accept: ['no-request-measure'],
};
const plan = planOf({ preflight });
const checked = planOf({
  preflight,
  router: { ...plan.router, newHealthCheck: { alarm: 'api-new-5xx-rate' } },
});

async function rejectionOf(
  how: { readonly fault?: object; readonly before?: readonly object[]; readonly world?: object },
  rehearsed = plan,
) {
  const { fault, before = [], world = {} } = how;
  const faults = [...before, ...(fault === undefined ? [] : [{ at: 0, ...fault }])];
  const scenario = valid(checkScenario({ faults, world }));
  const { result } = await rehearse({ plan: rehearsed, scenario, scenarioName: 'unready' });
  return `${result.outcome}: ${result.reason}`;
}

const certificate = (status: string) => ({ kind: 'certificate-status', status });
const targets = (state: string, more = {}) => ({ kind: 'targets-unhealthy', state, ...more });
const group = (is: string, path = 'new') => ({ kind: 'auto-scaling-group', is, path });

const rejected: readonly (readonly [object, string])[] = [
  [certificate('missing'), 'certificate/1 does not exist'],
  [certificate('for-another-name'), 'the certificate covers another.example.org, not api.example.com'],
  [certificate('expires-soon'), 'the certificate expires in'],
  [targets('deregistered'), 'targetgroup/new/1 has no targets'],
  [targets('deregistered', { path: 'old' }), 'targetgroup/old/1 has no targets'],
  [targets('group-deleted', { count: 1 }), 'targetgroup/new/1 does not exist'],
  [{ kind: 'alarm-not-evaluated' }, 'CloudWatch does not evaluate all data of alarm "api-new-5xx-rate"'],
  [group('missing'), 'Auto Scaling group "green" does not exist'],
  [group('missing', 'old'), 'Auto Scaling group "blue" does not exist'],
  [group('being-deleted'), 'Auto Scaling group "green" is being deleted'],
  [group('empty'), 'Auto Scaling group "green" has a desired capacity of 0'],
  [group('restricted-to-one-zone'), 'may launch instances in eu-west-1a alone'],
  [group('larger-than-the-other', 'old'), 'can grow to 6 at most, and "blue" has a desired capacity of 12'],
  [group('policies-disabled'), 'scaling policy "cpu" of Auto Scaling group "green" is disabled'],
  [group('policies-without-alarms'), 'no alarm invokes scaling policy "cpu"'],
  [group('alarms-missing'), 'alarm "TargetTracking-green-AlarmHigh", which invokes'],
];

test.each(rejected)('with %j, the preflight rejects the cutover', async (fault, reason) => {
  const rejection = await rejectionOf({ fault });
  expect(rejection).toMatch(/^rejected: /);
  expect(rejection).toContain(reason);
});

test.each(rejected)('with %j twice, of which one ends before, it does so as well', async (fault, reason) => {
  const late = { kind: 'slow-api', api: 'dynamodb', seconds: 5, at: 0, forSeconds: 2 };
  const rejection = await rejectionOf({ fault, before: [late, { ...fault, at: 0, forSeconds: 1 }] });
  expect(rejection).toMatch(/^rejected: /);
  expect(rejection).toContain(reason);
});

test.each([
  ['absent', 'carries no health check'],
  ['missing', 'does not exist'],
  ['of-another-alarm', 'watches alarm "api-new-5xx-rate-of-another-service"'],
  ['of-another-region', 'of ap-southeast-2'],
  ['disabled', 'is disabled'],
  ['inverted', 'is inverted'],
  ['unhealthy-without-data', 'counts as Unhealthy while the alarm has no data'],
])('with a health check that is %s, the preflight rejects the cutover', async (newHealthCheck, reason) => {
  const rejection = await rejectionOf({ world: { newHealthCheck } }, checked);
  expect(rejection).toMatch(/^rejected: /);
  expect(rejection).toContain(reason);
});

test.each([
  { fault: targets('deregistered', { count: 1 }) },
  { fault: { kind: 'alarm-not-evaluated', evaluationState: 'PARTIAL_DATA', forSeconds: 60 } },
])('with %j, the cutover is not rejected', async (how) => {
  expect(await rejectionOf(how)).toMatch(/^succeeded: /);
});

test.each([
  certificate('missing'),
  targets('deregistered'),
  targets('group-deleted'),
  { kind: 'alarm-not-evaluated' },
  group('missing'),
])('once %j has ended, the cutover that begins later succeeds', async (fault) => {
  const scenario = valid(
    checkScenario({
      faults: [{ at: 0, forSeconds: 60, ...fault }],
      followUpCutovers: [{ at: 120, name: 'again' }],
    }),
  );
  const { result } = await rehearse({ plan, scenario, scenarioName: 'ready-again' });
  expect(result.traffic.finalPercent).toBe(100);
});
