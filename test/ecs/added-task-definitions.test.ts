import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, Secret } from 'aws-cdk-lib/aws-ecs';
import { type ISecret, Secret as StoredSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';
import { service } from '../support/templates/ecs';
import { appWithoutBundles } from '../support/templates/synth';

const container = { ...service.container, environment: { COLOR: 'blue', LOG: 'info' }, user: '1000' };

/** A stack with a service, and what is added to it. */
function templateWith(add: (web: EcsBlueGreenService, stack: Stack) => unknown = () => undefined): Template {
  const stack = new Stack(appWithoutBundles(), 'Stack');
  add(new EcsBlueGreenService(stack, 'Web', { ...service, container }), stack);
  return Template.fromStack(stack);
}

interface Definition {
  readonly Properties: Readonly<Record<string, unknown>> & {
    readonly ContainerDefinitions: readonly { readonly Environment: readonly { readonly Name: string }[] }[];
  };
}
type Added = Definition & { readonly id: string };
const definitions = (template: Template) =>
  Object.entries(template.findResources('AWS::ECS::TaskDefinition')).map(([id, one]) => ({
    id,
    ...(one as unknown as Definition),
  }));
const before = templateWith();

describe('a task definition that is added to a service', () => {
  const template = templateWith((web) => web.addTaskDefinition('Green', { environment: { COLOR: 'green' } }));
  const [own, green] = definitions(template) as [Added, Added];

  test('is that of the service but for the change, roles and logs included', () => {
    const { ContainerDefinitions, Family, ...rest } = own.Properties;
    const [{ Environment, ...ownContainer } = { Environment: [] }] = ContainerDefinitions;
    expect(Family).not.toBe(green.Properties.Family);
    expect(green.Properties).toMatchObject(rest);
    expect(green.Properties.ContainerDefinitions).toEqual([
      { ...ownContainer, Environment: Environment.map(colored) },
    ]);
    expect(Environment).toHaveLength(2);
  });
  const colored = (one: { Name: string }) => (one.Name === 'COLOR' ? { ...one, Value: 'green' } : one);

  test('adds itself and its output, and changes nothing', () => {
    const { [green.id]: added, ...others } = template.toJSON().Resources;
    expect(added.Type).toBe('AWS::ECS::TaskDefinition');
    expect(others).toEqual(before.toJSON().Resources);
    const { WebGreenTaskDefinitionArn, ...outputs } = template.toJSON().Outputs;
    expect(WebGreenTaskDefinitionArn).toEqual({ Value: { Ref: green.id } });
    expect(outputs).toEqual(before.toJSON().Outputs);
  });

  test('stays when another revision replaces it, and goes with the stack', () => {
    expect(green).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' });
  });
});

test('another image, command and secret take the place of those of the service', () => {
  const template = templateWith((web, stack) =>
    web.addTaskDefinition('Next', {
      image: ContainerImage.fromRegistry('public.ecr.aws/example/web:2'),
      command: ['node', 'next.js'],
      secrets: { TOKEN: Secret.fromSecretsManager(new StoredSecret(stack, 'Token') as ISecret) },
    }),
  );
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [
      Match.objectLike({
        Image: 'public.ecr.aws/example/web:2',
        Command: ['node', 'next.js'],
        Secrets: [Match.objectLike({ Name: 'TOKEN' })],
        User: '1000',
      }),
    ],
  });
});

test('the output has the prefix of the service where its id is taken', () => {
  const stack = new Stack(appWithoutBundles(), 'Stack');
  new EcsBlueGreenService(stack, 'Web-1', service);
  new EcsBlueGreenService(stack, 'Web1', service).addTaskDefinition('Green');
  const names = Object.keys(Template.fromStack(stack).findOutputs('*'));
  const [prefix] = names
    .filter((name) => name.endsWith('CodeDeployApplicationName') && name !== 'Web1CodeDeployApplicationName')
    .map((name) => name.replace('CodeDeployApplicationName', ''));
  expect(names).toContain(`${prefix}GreenTaskDefinitionArn`);
});

test.each<[string, object, RegExp]>([
  ['Green-2', {}, /id: is "Green-2"; must be letters and digits/],
  ['Green', { enviroment: {} }, /enviroment: is not a prop; did you mean "environment"/],
])('synth refuses %s with %j', (id, change, message) => {
  expect(() => templateWith((web) => web.addTaskDefinition(id, change))).toThrow(message);
});

test('an image that isolated subnets cannot pull is refused, as that of the service is', () => {
  const stack = new Stack(appWithoutBundles(), 'Stack');
  const web = new EcsBlueGreenService(stack, 'Web', {
    ...service,
    container: {
      ...container,
      image: ContainerImage.fromRegistry('111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1'),
    },
    network: { egress: 'endpoints' },
  });
  const image = ContainerImage.fromRegistry('public.ecr.aws/example/web:2');
  expect(() => web.addTaskDefinition('Next', { image })).toThrow(/cannot be pulled from isolated subnets/);
});
