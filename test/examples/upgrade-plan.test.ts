import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import { overlapOf } from '../../lambdas/core/estimate/overlap';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Route53 } from '../../lambdas/core/routers/route53/schema';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { valid } from '../../tools/golden/golden-files';
import { upgradeAssembly, upgradeFile } from '../../tools/golden/upgrade-example';

const plan = valid(checkPlan(parse(readFileSync(upgradeFile('plan.yaml'), 'utf8'))));
const { template } = new CloudAssembly(upgradeAssembly('validate')).getStackByName('Api');
const resources = Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources);
const of = (type: string) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const outputs = Object.values<{ Description: string; Value: unknown }>(template.Outputs);
const outputOf = (field: string) => outputs.find(({ Description }) => Description === field)?.Value;

describe('the plan of the upgrade matches the stack', () => {
  test('it monitors every alarm that cutover has made, and no other', () => {
    const names = of('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName);
    expect([...plan.health.alarms].sort()).toEqual(names.sort());
    expect(outputOf('health.alarms')).toBe(plan.health.alarms.join(', '));
  });

  test('it moves the weighted records of the stack, whose weights are 100 and 0', () => {
    const { hostedZoneId, recordName, oldSetIdentifier, newSetIdentifier } = plan.router as Route53;
    const pair = of('AWS::Route53::RecordSet').filter(({ Name }) => Name === `${recordName}.`);
    expect(pair).toHaveLength(2);
    for (const [SetIdentifier, Weight] of [
      [oldSetIdentifier, 100],
      [newSetIdentifier, 0],
    ]) {
      expect(pair).toContainEqual(
        expect.objectContaining({ SetIdentifier, Weight, HostedZoneId: hostedZoneId, Type: 'A' }),
      );
    }
  });

  test('it tests the test domain, and both load balancers have the certificate that it names', () => {
    expect(outputOf('smokeTest.baseUrl')).toBe(plan.smokeTest.baseUrl);
    const certificates = of('AWS::ElasticLoadBalancingV2::Listener').map((one) => one.Certificates);
    const [certificate] = [[{ CertificateArn: plan.preflight.certificateArn }]];
    expect(certificates).toEqual([certificate, certificate]);
  });

  test('it names the Auto Scaling groups of both sides, and their cost', () => {
    const idsOf = (type: string) =>
      Object.entries<{ Type: string; Properties: Record<string, unknown> }>(template.Resources)
        .filter(([, { Type }]) => Type === type)
        .map(([id]) => id);
    const [blue, green] = idsOf('AWS::AutoScaling::AutoScalingGroup').sort();
    expect(plan.preflight.autoScalingGroups).toEqual([
      {
        name: expect.stringMatching(new RegExp(`^Api-${green}-`)),
        oldName: expect.stringMatching(new RegExp(`^Api-${blue}-`)),
      },
    ]);
    const types = of('AWS::EC2::LaunchTemplate').map(
      ({ LaunchTemplateData }) => (LaunchTemplateData as { InstanceType: string }).InstanceType,
    );
    expect(plan.overlap).toContainEqual({ kind: 'ec2-instance', count: 2, instanceType: 't2.medium' });
    expect(types).toContain('t2.medium');
    expect(overlapOf(plan).notCounted).toEqual([]);
  });

  test('its stages are 90/10, 50/50 and 0/100, with a hold of three days and a proof', () => {
    expect(plan.stages.map(({ percent }) => percent)).toEqual([10, 50, 100]);
    expect(plan.hold?.seconds).toBe(72 * 3_600);
    expect(plan.decommission).toBeDefined();
  });

  test('every field that an output names is in the plan', () => {
    const fields = outputs.map(({ Description }) => Description).filter((field) => !/adopt/.test(field));
    for (const field of fields) {
      const value = field
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], plan);
      expect([field, value]).toEqual([field, expect.anything()]);
    }
  });
});

describe('the plan of the upgrade', () => {
  const run = async (scenarioName: string) => {
    const text = readFileSync(upgradeFile(scenarioName), 'utf8');
    const scenario = valid(checkScenario(parse(text)));
    return (await rehearse({ plan, scenario, scenarioName })).result;
  };

  test('succeeds in the healthy rehearsal, and proves that blue can go', async () => {
    const { outcome, reason } = await run('../scenarios/healthy.yaml');
    expect(outcome).toBe('succeeded');
    expect(reason).toContain('100 %');
    expect(reason).toContain('the old path and the record "old" (weight 0) can go');
  });

  test('is rejected while a process of the new group is suspended, with the way to resume it', async () => {
    const { outcome, reason } = await run('forgotten-process.yaml');
    expect(outcome).toBe('rejected');
    expect(reason).toContain('the process Launch of Auto Scaling group "Api-GreenInstancesGroupASG');
    expect(reason).toContain('aws autoscaling resume-processes');
  });

  test('reverts on its worst day, because of the database', async () => {
    const { outcome, reason, revert } = await run('worst-day.yaml');
    expect(outcome).toBe('reverted');
    expect(reason).toContain('api-green-database-connections');
    expect(revert).not.toBeNull();
  });
});
