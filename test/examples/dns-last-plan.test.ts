import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import { type CalendarEntry, calendarOf } from '../../lambdas/core/estimate/calendar';
import type { Plan } from '../../lambdas/core/plan/plan';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import { policyProblems } from '../../lambdas/core/policy/policy-problems';
import { firstStagePolicyProblems } from '../../lambdas/core/policy/stage-problems';
import type { Route53 } from '../../lambdas/core/routers/route53/schema';
import { dnsLastAssembly, dnsLastFile } from '../../tools/golden/dns-last-example';
import { type GoldenResult, goldens, valid } from '../../tools/golden/golden-files';

const plan = valid(checkPlan(parse(readFileSync(dnsLastFile('plan.yaml'), 'utf8'))));
const { template } = new CloudAssembly(dnsLastAssembly('validate')).getStackByName('Api');
const resources = Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources);
const of = (type: string) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const outputs = Object.values<{ Description: string; Value: unknown }>(template.Outputs);
const outputOf = (field: string) => outputs.find(({ Description }) => Description === field)?.Value;

describe('the plan of DNS last matches the stack', () => {
  test('it monitors every alarm that cutover has made, and no other', () => {
    const names = of('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName);
    expect([...plan.health.alarms].sort()).toEqual(names.sort());
    expect(outputOf('health.alarms')).toBe(plan.health.alarms.join(', '));
  });

  test('its trigger is an error rate above 1 % in 3 consecutive minutes', () => {
    const rate = of('AWS::CloudWatch::Alarm').find(({ AlarmName }) => AlarmName === 'api-new-error-rate');
    expect(rate).toMatchObject({
      ...{ Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      ...{ EvaluationPeriods: 3, DatapointsToAlarm: 3 },
    });
  });

  test('it adopts a simple record, lowers its TTL two days ahead, begins with 10 % and holds 3 days', () => {
    expect((plan.router as Route53).adopt?.newTarget.values?.CNAME).toHaveLength(1);
    expect(plan.ttl).toEqual({ seconds: 30, leadSeconds: 48 * 3_600 });
    expect(plan.stages[0]?.percent).toBe(10);
    expect(plan.stages.at(-1)?.percent).toBe(100);
    expect(plan.hold?.seconds).toBe(72 * 3_600);
    expect(plan.decommission).toBeDefined();
  });

  test('the deployment holds every plan to the policy: 10 % first, three days, the alarms', () => {
    const policy = valid(checkPolicy(parse(readFileSync(dnsLastFile('policy.yaml'), 'utf8'))));
    const problemsOf = (change: Partial<Plan>) =>
      [
        ...policyProblems({ ...plan, ...change }, policy),
        ...firstStagePolicyProblems({ ...plan, ...change }, policy, 0),
      ].map(({ path }) => path);
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ stages: plan.stages.slice(1) })).toEqual(['stages[0].percent']);
    expect(problemsOf({ hold: { ...plan.hold, seconds: 3_600 } as Plan['hold'] })).toEqual(['hold.seconds']);
    expect(problemsOf({ health: { ...plan.health, alarms: ['other'] } })).toEqual(['health.alarms']);
    const workflow = new CloudAssembly(dnsLastAssembly('validate')).getStackByName('Cutover').template;
    const deployed = Object.values<{ Properties: { Environment?: { Variables: { POLICY?: string } } } }>(
      workflow.Resources,
    ).flatMap(({ Properties }) => Properties?.Environment?.Variables.POLICY ?? []);
    expect(deployed.map((one) => JSON.parse(one))).toEqual(
      Array(deployed.length).fill(expect.objectContaining({ minHoldSeconds: 259_200, maxFirstPercent: 10 })),
    );
    expect(deployed.length).toBeGreaterThan(0);
  });

  test('it tests the test domain, whose certificate is validated by DNS in the zone of the route', () => {
    expect(outputOf('smokeTest.baseUrl')).toBe(plan.smokeTest.baseUrl);
    const { recordName, hostedZoneId } = plan.router as Route53;
    expect(of('AWS::CertificateManager::Certificate')).toMatchObject([
      {
        DomainName: recordName,
        SubjectAlternativeNames: [`gw-${recordName}`],
        ValidationMethod: 'DNS',
        DomainValidationOptions: expect.arrayContaining([
          { DomainName: recordName, HostedZoneId: hostedZoneId },
        ]),
      },
    ]);
  });

  test('every field that an output names is in the plan', () => {
    for (const { Description: field } of outputs) {
      const value = field
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], plan);
      expect([field, value]).toEqual([field, expect.anything()]);
    }
  });
});

/** The scenarios of the example, and the goldens that have their results. */
const REHEARSED = {
  'healthy.yaml': 'dns-goes-last',
  'worst-day.yaml': 'dns-goes-last-and-errors-begin',
  'clients-stay.yaml': 'dns-goes-last-and-clients-stay',
} as const;
const goldenOf = (name: string) => goldens().find((one) => one.name === name);
const resultOf = (scenario: keyof typeof REHEARSED): GoldenResult =>
  JSON.parse(readFileSync(goldenOf(REHEARSED[scenario])?.resultFile ?? '', 'utf8'));

describe('the rehearsals of DNS last', () => {
  test.each(Object.entries(REHEARSED))('%s is the golden rehearsal %s, with the plan', (file, name) => {
    const golden = goldenOf(name);
    expect(readFileSync(golden?.scenarioFile ?? '', 'utf8')).toBe(readFileSync(dnsLastFile(file), 'utf8'));
    expect(golden?.planFile).toBe(join(dnsLastFile('plan.yaml')));
  });

  test('a healthy one has the days that cutover plan prints, from the lead to the end', () => {
    const start = Date.parse('2027-01-11T08:00:00+01:00');
    const { stages, durationSeconds, timeline, outcome } = resultOf('healthy.yaml');
    const holdAt = Number(timeline.find((line) => line.includes('hold: pass, wait'))?.split(' ')[0]);
    const rehearsed = [0, ...stages.map(({ shiftedAt }) => shiftedAt), holdAt, durationSeconds];
    const planned = calendarOf(plan, start);
    const phases: CalendarEntry['phase'][] = ['preparation', 'stage', 'stage', 'stage', 'hold', 'end'];
    expect(planned.map(({ phase }) => phase)).toEqual(phases);
    const dayOf = (time: number | string) => new Date(time).toISOString().slice(0, 10);
    expect(rehearsed.map((seconds) => dayOf(start + 1_000 * seconds))).toEqual(
      planned.map(({ from }) => dayOf(from)),
    );
    rehearsed.forEach((seconds, i) => {
      const plannedSeconds = (Date.parse(planned[i]?.from ?? '') - start) / 1_000;
      expect(Math.abs(seconds - plannedSeconds)).toBeLessThan(15 * 60);
    });
    expect(outcome).toBe('succeeded');
  });

  test('a healthy one goes through the lead of a TTL of 300 s, and restores the TTL', () => {
    const { timeline, reason, stages } = resultOf('healthy.yaml');
    const text = timeline.join('\n');
    expect(text).toContain('CNAME: TTL 300 s → 30 s');
    expect(text).toContain('the lead of 172800 s is over');
    expect(stages[0]?.shiftedAt).toBeGreaterThan(48 * 3_600);
    expect(reason).toContain('CNAME "new" at TTL 300 s');
    expect(reason).toContain('nothing references the old path');
    expect(reason).toContain('the old path and the record "old" (weight 0) can go');
  });

  test('on the worst day it reverts from 10 % in time, and restores the record', () => {
    const { outcome, reason, revert, traffic } = resultOf('worst-day.yaml');
    expect(outcome).toBe('reverted');
    expect(reason).toContain('api-new-error-rate');
    expect(traffic).toMatchObject({ maxPercent: 10, finalPercent: 0 });
    // The event of the alarm is lost: the next evaluation, a minute later at most, decides. Then six calls of
    // Route 53 are throttled, its servers get the change, and answers are cached for the TTL of 30 s.
    const at = (what: 'alarmAt' | 'decidedAt' | 'acceptedAt' | 'insyncAt') => revert?.[what] ?? Number.NaN;
    expect(at('decidedAt') - at('alarmAt')).toBeLessThanOrEqual(60);
    expect(at('acceptedAt') - at('decidedAt')).toBeLessThan(30);
    expect(at('insyncAt') - at('acceptedAt')).toBeLessThan(60);
    expect(reason).toContain('records restored: CNAME, a simple record again at TTL 300 s');
  });

  test('clients with a hard-coded address surface in the hold, and keep the old path', () => {
    const { outcome, reason, timeline } = resultOf('clients-stay.yaml');
    expect(outcome).toBe('succeeded');
    expect(reason).toMatch(/requests on the old path in each of the last 24 hours: \d+.*keep the old path/);
    expect(timeline.join('\n')).toMatch(
      /\d{3,} requests on the old path in the last hour \(limit 60 per hour\)/,
    );
  });
});
