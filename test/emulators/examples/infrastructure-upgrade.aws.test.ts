import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import {
  type UpgradeDeployment,
  upgradeDeployments,
} from '../../../examples/infrastructure-upgrade/deployments';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { awsAutoScalingGroups } from '../../../lambdas/adapters/preflight/aws-auto-scaling-groups';
import { scalingFindings, sizeFindings } from '../../../lambdas/core/preflight/scaling-findings';
import { upgradeAssembly } from '../../../tools/golden/upgrade-example';
import type { Assembly, Resource } from '../support/assembly';
import { endpointOf } from '../support/endpoints';
import { exampleTemplate } from '../support/example-template';
import { createStack, type Stack, uploadAssets } from '../support/stack';

/**
 * The stack of the example in an emulator's CloudFormation, at each deployment. That of the workflow is the
 * one of whole-stack/stack.aws.test.ts.
 */

/** Types that the emulator does not create. */
const NOT_CREATED = [
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
];

const templateAt = (deployment: UpgradeDeployment): Assembly['template'] =>
  new CloudAssembly(upgradeAssembly(deployment)).getStackByName('Api').template;
/** The emulator knows no alarm with metric math. */
const hasMetricMath = ({ Type, Properties }: Resource) =>
  Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined;
const isLeftOut = (resource: Resource) => NOT_CREATED.includes(resource.Type) || hasMetricMath(resource);

const endpoint = endpointOf('CLOUDFORMATION');
const autoScaling = new AutoScalingClient({ ...settings, endpoint });
const cloudwatch = new CloudWatchClient({ ...settings, endpoint });
const groups = awsAutoScalingGroups({ autoScaling, cloudwatch });
let created: Stack | undefined;

// The bucket for templates. The example has no assets of its own.
beforeAll(() => uploadAssets({ bundles: new Map() }));
afterAll(() => {
  autoScaling.destroy();
  cloudwatch.destroy();
});

test.each(upgradeDeployments)(
  'the stack at %s is created, but for what is named here',
  async (deployment) => {
    const template = templateAt(deployment);
    const wanted = Object.entries(template.Resources).filter(([, one]) => !isLeftOut(one));
    const stack = await createStack(exampleTemplate(template, isLeftOut));
    created = deployment === 'validate' ? stack : created;
    const { status, failures, resources, outputs } = stack;
    expect([...failures.values()]).toEqual([]);
    expect(status).toBe('CREATE_COMPLETE');
    expect(wanted.map(([id]) => id).filter((id) => !resources.has(id))).toEqual([]);
    expect([...outputs.keys()].sort()).toEqual(Object.keys(template.Outputs).sort());
  },
);

test('both groups that were created can grow, and green as far as blue', async () => {
  const nameOf = (start: string) =>
    [...(created?.resources ?? [])].find(([id]) => id.startsWith(start))?.[1] ?? '';
  const [green, blue] = [nameOf('GreenInstancesGroupASG'), nameOf('BlueGroupASG')];
  const [ofGreen, ofBlue] = [await groups.describe(green), await groups.describe(blue)];
  expect(ofGreen).toMatchObject({ desired: 2, maximum: 6, policies: [{ type: 'TargetTrackingScaling' }] });
  expect(ofGreen === null ? null : scalingFindings(ofGreen)).toEqual([]);
  expect(ofGreen === null ? null : sizeFindings(ofGreen, blue, ofBlue)).toEqual([]);
});

test('only types that the emulator does not know, and alarms with metric math, are left out', async () => {
  const template = templateAt('validate');
  await expect(createStack(exampleTemplate(template, () => false))).rejects.toThrow(
    `Unrecognized resource types: [${NOT_CREATED.join(', ')}]`,
  );
  const isUnknown = ({ Type }: Resource) => NOT_CREATED.includes(Type);
  const { failures } = await createStack(exampleTemplate(template, isUnknown));
  expect([...failures.values()]).toEqual([
    expect.stringMatching(/AWS::CloudWatch::Alarm .*metric math.* not/),
  ]);
  const metricMath = Object.values(template.Resources).filter(hasMetricMath);
  expect(metricMath.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([
    ...['api-green-at-maximum', 'api-green-elb-5xx', 'api-green-error-rate', 'api-green-target-5xx'],
  ]);
});
