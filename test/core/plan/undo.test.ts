import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { undoPlan } from '../../../lambdas/core/plan/undo';
import { arbitraryPlan } from '../../support/plans/arbitrary-plan';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';

const choices = { baseUrl: 'https://gw-old.example.com', alarms: ['api-old-5xx'] };
const stages = (...percents: number[]) => percents.map((percent) => ({ percent, soakSeconds: 60 + percent }));
const undone = (over: Partial<PlanInput> = {}, more: object = {}) => {
  const checked = checkPlan(undoPlan(planOf(over), { ...choices, ...more }));
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  return checked.value;
};

test('has the stages in the opposite order, with their soaks, and ends at 0 %', () => {
  expect(undone({ stages: stages(10, 50, 100) }).stages).toEqual([
    { percent: 50, soakSeconds: 110 },
    { percent: 10, soakSeconds: 70 },
    { percent: 0, soakSeconds: 70 },
  ]);
});

test('ends at the percent that is asked for', () => {
  const { stages: falling } = undone({ stages: stages(50, 100) }, { toPercent: 25 });
  expect(falling.map(({ percent }) => percent)).toEqual([50, 25]);
});

test.each([
  [[100], [50, 0]],
  [[1], [0]],
])('moves back what was raised at once, to %j, by way of the middle', (percents, falling) => {
  expect(undone({ stages: stages(...percents) }).stages.map(({ percent }) => percent)).toEqual(falling);
});

test('tests and monitors the old path, and keeps nothing that is about the new one alone', () => {
  const groups = (path: string) =>
    `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${path}/1`;
  const { router } = planInput();
  const roleArn = 'arn:aws:iam::444455556666:role/cutover-access';
  const plan = undone({
    name: 'a'.repeat(64),
    router: {
      ...router,
      roleArn,
      adopt: { newTarget: { values: { A: ['192.0.2.1'] } } },
      newHealthCheck: { alarm: 'api-new-5xx-rate' },
    },
    preflight: {
      certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
      targetGroupArns: [groups('new')],
      oldTargetGroupArns: [groups('old')],
      accept: ['https-record'],
      autoScalingGroups: [{ name: 'green', oldName: 'blue' }],
    },
    ttl: {},
    hold: { seconds: 60 },
    decommission: { oldPath: { targetGroupArns: [groups('old'), groups('older')] } },
  });
  expect(plan).toMatchObject({
    name: `${'a'.repeat(59)}-undo`,
    direction: 'down',
    smokeTest: { baseUrl: choices.baseUrl },
    health: { alarms: choices.alarms },
    router: { roleArn },
    preflight: {
      targetGroupArns: [groups('new')],
      oldTargetGroupArns: [groups('old'), groups('older')],
      accept: ['https-record'],
    },
    ttl: {},
  });
  expect(plan.preflight.certificateArn).toBeUndefined();
  expect(Object.keys(plan.router)).not.toContain('adopt');
  expect(Object.keys(plan.router)).not.toContain('newHealthCheck');
  expect(Object.keys(plan)).toEqual(expect.not.arrayContaining(['hold', 'decommission', 'overlap']));
});

test('counts requests where the plan measures the old path, and accepts what the plan accepts', () => {
  const old = ['app/old/1/targetgroup/a/1', 'api/a1b2c3'];
  const compare = { old, new: 'app/new/1' };
  const { health, preflight } = undone({
    health: { alarms: ['api-new-5xx'], compare, minRequests: { count: 500, source: 'app/new/1' } },
    preflight: { accept: ['no-request-measure'] },
  });
  expect(health.minRequests).toEqual({ count: 1, source: old });
  expect(health.compare).toBeUndefined();
  expect(preflight.accept).toEqual(['no-request-measure']);
  expect(undone().health.minRequests).toBeUndefined();
});

test('evaluates less often where one soak more would take too many history events', () => {
  const long = {
    stages: [{ percent: 100, soakSeconds: 15_000 }],
    health: { alarms: ['new'], everySeconds: 5 },
  };
  expect(planOf(long).health.everySeconds).toBe(5);
  const { everySeconds } = undone(long).health;
  expect(everySeconds).toBeGreaterThan(5);
  expect(undone(long).stages.map(({ soakSeconds }) => soakSeconds)).toEqual([15_000, 15_000]);
  expect(undone({ ...long, stages: stages(100) }).health.everySeconds).toBe(5);
});

test('has shorter soaks, in the same shares, where the same soaks twice would take more than 30 days', () => {
  const day = 86_400;
  const soaks = (first: number, last: number) => [
    { percent: 20, soakSeconds: first * day },
    { percent: 50, soakSeconds: day },
    { percent: 100, soakSeconds: last * day },
  ];
  const health = { alarms: ['new'], everySeconds: 3_600 };
  const [half = 0, fifth = 0, last = 0] = undone({ stages: soaks(24, 3), health }).stages.map(
    ({ soakSeconds }) => soakSeconds,
  );
  expect(last).toBe(fifth);
  expect(half / fifth).toBeCloseTo(1 / 24, 3);
  expect(half + fifth + last).toBeGreaterThan(29 * day);
  expect(undone({ stages: soaks(3, 24), health }).stages).toEqual([
    { percent: 50, soakSeconds: day },
    { percent: 20, soakSeconds: 3 * day },
    { percent: 0, soakSeconds: 3 * day },
  ]);
});

test('of a plan of up to 30 days is a valid plan', () => {
  const soak = fc.integer({ min: 0, max: 2_592_000 });
  const everySeconds = fc.integer({ min: 1, max: 86_400 });
  fc.assert(
    fc.property(soak, soak, everySeconds, (first, last, every) => {
      const soaking = [
        { percent: 20, soakSeconds: first },
        { percent: 100, soakSeconds: last },
      ];
      const health = { alarms: ['new'], everySeconds: every };
      const checked = checkPlan({ ...planInput(), stages: soaking, health });
      fc.pre(checked.ok);
      const plan = checked.ok ? checked.value : planOf({});
      expect(checkPlan(undoPlan(plan, choices), ['gw-old.example.com'])).toMatchObject({ ok: true });
    }),
  );
});

test('of any plan is a valid plan that falls from its last percent', () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const checked = checkPlan(undoPlan(plan, choices), ['gw-old.example.com']);
      expect(checked).toMatchObject({ ok: true, value: { direction: 'down' } });
      const last = plan.stages.at(-1)?.percent ?? 0;
      const percents = checked.ok ? checked.value.stages.map(({ percent }) => percent) : [];
      expect(percents.at(-1)).toBe(0);
      expect(percents.every((percent, i) => percent < (percents[i - 1] ?? last))).toBe(true);
    }),
  );
});

test('an undo sends probes as its plan does, to the old path', () => {
  const stages = [{ percent: 100, soakSeconds: 60 }];
  const smokeTest = { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/' }] };
  const probing = { ...smokeTest, everySeconds: 20, failuresInARow: 5 };
  const { smokeTest: sent } = undone({ stages, smokeTest: probing });
  expect(sent).toMatchObject({ everySeconds: 20, failuresInARow: 5 });
  expect(undone({ stages, smokeTest }).smokeTest).not.toHaveProperty('everySeconds');
});

test('has no gates: they judge the new path, and the traffic leaves it', () => {
  const gates = [
    { name: 'tests', at: 'before-traffic' as const },
    { name: 'budget', at: 'soak' as const, everySeconds: 10 },
  ];
  expect(undone({ gates })).toEqual(undone());
});
