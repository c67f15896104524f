import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Route53 } from '../../lambdas/core/routers/route53/schema';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { assemblyOf, exampleFile } from '../../tools/golden/additive-example';
import { valid } from '../../tools/golden/golden-files';

const plan = valid(checkPlan(parse(readFileSync(exampleFile('plan.yaml'), 'utf8'))));
const { template } = new CloudAssembly(assemblyOf('validate')).getStackByName('Api');
const resources = Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources);
const of = (type: string) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

describe('the plan matches the stack', () => {
  test('it monitors every alarm, and no other', () => {
    const names = of('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName);
    expect([...plan.health.alarms].sort()).toEqual(names.sort());
    expect(template.Outputs.AlarmNames.Value).toBe(plan.health.alarms.join(', '));
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

  test('it tests the test domain, and names the certificate of both domains', () => {
    expect(template.Outputs.TestUrl.Value).toBe(plan.smokeTest.baseUrl);
    for (const { DomainNameConfigurations } of of('AWS::ApiGatewayV2::DomainName')) {
      expect(DomainNameConfigurations).toMatchObject([{ CertificateArn: plan.preflight.certificateArn }]);
    }
  });
});

test('the plan succeeds in the healthy rehearsal, and reverts when the new path fails', async () => {
  const run = async (scenarioName: string) => {
    const file = exampleFile(`../scenarios/${scenarioName}.yaml`);
    const scenario = valid(checkScenario(parse(readFileSync(file, 'utf8'))));
    return (await rehearse({ plan, scenario, scenarioName })).result;
  };
  expect((await run('healthy')).outcome).toBe('succeeded');
  expect((await run('errors-at-50')).outcome).toBe('reverted');
});
