import { beforeAll, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { ecsAssembly } from '../../../tools/golden/ecs-example';
import type { Assembly, Resource } from '../support/assembly';
import { exampleTemplate } from '../support/example-template';
import { createStack, type Stack, uploadAssets } from '../support/stack';

/** The two stacks of the example in an emulator's CloudFormation, with all task definitions. */

/** Types that the emulator does not create. */
const NOT_CREATED = [
  'AWS::ApiGatewayV2::VpcLink',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::EC2::EIP',
  'AWS::EC2::FlowLog',
  'AWS::EC2::NatGateway',
  'AWS::ECS::ClusterCapacityProviderAssociations',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
];
/** The emulator's VPC lacks the attribute `CidrBlock`. */
const VPC_CIDR = '10.0.0.0/16';
/** The emulator knows no alarm with metric math: those of error rates. */
const hasMetricMath = ({ Type, Properties }: Resource) =>
  Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined;
const isLeftOut = (resource: Resource) => NOT_CREATED.includes(resource.Type) || hasMetricMath(resource);

const templateOf = (stack: string): Assembly['template'] =>
  new CloudAssembly(ecsAssembly('break')).getStackByName(stack).template;

/** A template in which each reference that is given has its value. */
function resolved(
  template: Assembly['template'],
  valueOfReference: (reference: Readonly<Record<string, unknown>>) => string | undefined,
): Assembly['template'] {
  return JSON.parse(JSON.stringify(template), (_, value) =>
    typeof value === 'object' && value !== null ? (valueOfReference(value) ?? value) : value,
  );
}

/** References to what is not created, such as the VPC link, become text. */
function withoutReferences(template: Assembly['template']): Assembly['template'] {
  const isMissing = (id: unknown) =>
    isLeftOut(template.Resources[String(id)] ?? { Type: '', Properties: {} });
  return resolved(template, (reference) => {
    const [id, attribute] = [reference.Ref ?? reference['Fn::GetAtt'] ?? ''].flat();
    if (attribute === 'CidrBlock') {
      return VPC_CIDR;
    }
    return isMissing(id) ? 'not-created' : undefined;
  });
}

async function create(template: Assembly['template']): Promise<Stack> {
  const wanted = Object.entries(template.Resources).filter(([, one]) => !isLeftOut(one));
  const stack = await createStack(exampleTemplate(withoutReferences(template), isLeftOut));
  expect([...stack.failures]).toEqual([]);
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(wanted.map(([id]) => id).filter((id) => !stack.resources.has(id))).toEqual([]);
  return stack;
}

// The bucket for templates.
beforeAll(() => uploadAssets({ bundles: new Map() }));

test.each(['EcsCodeDeploy', 'EcsNative'])('%s is created, but for what is named here', async (name) => {
  const template = templateOf(name);
  const { outputs } = await create(template);
  expect([...outputs.keys()].sort()).toEqual(Object.keys(template.Outputs).sort());
});

test('only types that the emulator does not know, and alarms with metric math, are left out', async () => {
  const unknownIn = async (name: string) => {
    const error = await createStack(exampleTemplate(templateOf(name), () => false)).catch(String);
    return (
      String(error)
        .match(/Unrecognized resource types: \[(.*?)\]/)?.[1]
        ?.split(', ') ?? []
    );
  };
  const unknown = await Promise.all(['EcsCodeDeploy', 'EcsNative'].map(unknownIn));
  expect([...new Set(unknown.flat())].sort()).toEqual([...NOT_CREATED].sort());
});
