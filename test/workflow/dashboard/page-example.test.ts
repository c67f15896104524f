import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CutoverWorkflow } from '../../../lib/workflow/cutover-workflow';
import { CutoverDashboard } from '../../../lib/workflow/dashboard/cutover-dashboard';
import { appWithoutBundles, routes } from '../../support/templates/synth';

const page = readFileSync(join(__dirname, '../../../docs/guide/dashboard.md'), 'utf8');

/** What the example of the page needs around it; the function has its text. */
function exampleIn(stack: Stack): void {
  const workflow = new CutoverWorkflow(stack, 'Workflow', { routes });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc });
  const targetGroup = new ApplicationTargetGroup(stack, 'Targets', {
    ...{ vpc, port: 80, targetType: TargetType.IP },
  });
  loadBalancer.addListener('Listener', { port: 80, defaultTargetGroups: [targetGroup] });
  const latency = Alarm.fromAlarmName(stack, 'Latency', 'api-p99');
  new CutoverDashboard(stack, 'Dashboard', {
    workflow,
    old: 'app/legacy/0123456789abcdef',
    new: {
      kind: 'app',
      loadBalancer: loadBalancer.loadBalancerFullName,
      targetGroup: targetGroup.targetGroupFullName,
    },
    alarms: [latency],
  });
}

test('the example of the page is what stands here, and makes a dashboard', () => {
  const stack = new Stack(appWithoutBundles(), 'Stack');
  exampleIn(stack);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  const [, example = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];
  expect(example).not.toBe('');
  const indented = example
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  expect(readFileSync(__filename, 'utf8')).toContain(`\n${indented}\n`);
});
