import { beforeAll, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { dnsLastDeployments } from '../../../examples/dns-last/deployments';
import { liveStack } from '../../../lib/cli/input/live-stacks';
import { dnsLastAssembly } from '../../../tools/golden/dns-last-example';
import type { Assembly, Resource } from '../support/assembly';
import { exampleTemplate } from '../support/example-template';
import { createStack, uploadAssets } from '../support/stack';

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

const templateAt = (deployment: (typeof dnsLastDeployments)[number]): Assembly['template'] =>
  new CloudAssembly(dnsLastAssembly(deployment)).getStackByName('Api').template;
/** The emulator knows no alarm with metric math: those of error rates, and of errors in quiet minutes. */
const hasMetricMath = ({ Type, Properties }: Resource) =>
  Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined;
const isLeftOut = (resource: Resource) => NOT_CREATED.includes(resource.Type) || hasMetricMath(resource);

// The bucket for templates. The example has no assets of its own.
beforeAll(() => uploadAssets({ bundles: new Map() }));

test.each(dnsLastDeployments)(
  'the stack at %s is created, but for what is named here',
  async (deployment) => {
    const template = templateAt(deployment);
    const wanted = Object.entries(template.Resources).filter(([, one]) => !isLeftOut(one));
    const { status, failures, resources, outputs } = await createStack(exampleTemplate(template, isLeftOut));
    expect([...failures.values()]).toEqual([]);
    expect(status).toBe('CREATE_COMPLETE');
    expect(wanted.map(([id]) => id).filter((id) => !resources.has(id))).toEqual([]);
    expect([...outputs.keys()].sort()).toEqual(Object.keys(template.Outputs).sort());
  },
);

test('cutover keep reads the template and the settings of the stack', async () => {
  const template = exampleTemplate(templateAt('records'), isLeftOut);
  const { name, outputs } = await createStack(template);
  const kept = await liveStack(name, 'eu-west-1');
  expect(JSON.parse(kept.template)).toEqual(template);
  expect(kept.settings).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  expect((kept.settings as { Outputs: readonly object[] }).Outputs).toHaveLength(outputs.size);
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
    ...['api-new-elb-5xx', 'api-new-error-rate', 'api-new-target-5xx'],
  ]);
});
