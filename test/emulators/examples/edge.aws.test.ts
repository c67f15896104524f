import { beforeAll, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { type EdgeDeployment, edgeDeployments } from '../../../examples/edge/deployments';
import { edgeAssembly } from '../../../tools/golden/edge-example';
import type { Assembly, Resource } from '../support/assembly';
import { exampleTemplate } from '../support/example-template';
import { createStack, uploadAssets } from '../support/stack';

/** The stack of the edge example in an emulator's CloudFormation, at each deployment. */

/** Types that the emulator does not know, and a resource whose function it never runs to the end. */
const NOT_CREATED = [
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::S3AutoDeleteObjects',
];

/** Each deployment is a stack of its own here, so that its functions at the edge need names of their own. */
function templateAt(deployment: EdgeDeployment): Assembly['template'] {
  const { template } = new CloudAssembly(edgeAssembly(deployment)).getStackByName('Edge');
  return JSON.parse(JSON.stringify(template).replaceAll('"us-east-1Edge', `"${deployment}Edge`));
}
const hasMetricMath = ({ Type, Properties }: Resource) =>
  Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined;
const isLeftOut = (resource: Resource) => NOT_CREATED.includes(resource.Type) || hasMetricMath(resource);

beforeAll(() => uploadAssets({ bundles: new Map() }));

test.each(edgeDeployments)('the stack at %s is created, but for what is named here', async (deployment) => {
  const template = templateAt(deployment);
  const wanted = Object.entries(template.Resources).filter(([, one]) => !isLeftOut(one));
  const { status, failures, resources } = await createStack(exampleTemplate(template, isLeftOut));
  expect([...failures.values()]).toEqual([]);
  expect(status).toBe('CREATE_COMPLETE');
  expect(wanted.map(([id]) => id).filter((id) => !resources.has(id))).toEqual([]);
});

test('the types that are left out are those that the emulator does not know', async () => {
  const isCustom = ({ Type }: Resource) => Type === 'Custom::S3AutoDeleteObjects';
  await expect(createStack(exampleTemplate(templateAt('add'), isCustom))).rejects.toThrow(
    'Unrecognized resource types: [AWS::CloudWatch::CompositeAlarm, AWS::WAFv2::WebACLAssociation]',
  );
});
