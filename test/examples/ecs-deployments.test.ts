import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { EcsDeployment } from '../../examples/ecs/deployments';
import { addEcsExample } from '../../examples/ecs/example';
import { judgeChanges, rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { ecsAssembly, ecsChanges } from '../../tools/golden/ecs-example';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

function templateAt(deployment: EcsDeployment, stack: string) {
  const { template } = new CloudAssembly(ecsAssembly(deployment)).getStackByName(stack);
  return template as {
    readonly Resources: Readonly<Record<string, Resource>>;
    readonly Outputs: Readonly<Record<string, unknown>>;
  };
}

const STACKS = ['EcsCodeDeploy', 'EcsNative'];
const resourcesOf = (type: string, stacks: readonly string[] = STACKS) =>
  stacks.flatMap((stack) =>
    Object.values(templateAt('break', stack).Resources).filter(({ Type }) => Type === type),
  );

describe('the deployments of the ECS example', () => {
  test('begin with additions alone', () => {
    const empty = new App().synth().directory;
    const { changes } = judgeChanges(diffStacks(readStacks(empty), readStacks(ecsAssembly('blue'))), []);
    expect(new Set(changes.map(({ stack }) => stack))).toEqual(new Set(STACKS));
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
    expect(rejectedOf(changes)).toEqual([]);
  });

  test.each([
    ['blue', 'green', ['Green']],
    ['green', 'break', ['BreaksLater', 'Broken']],
  ] as const)('from %s to %s add task definitions for CodeDeploy, and nothing else', (from, to, added) => {
    const { changes: all } = judgeChanges(ecsChanges(from, to), []);
    const changes = all.filter(({ stack }) => stack === 'EcsCodeDeploy');
    expect(changes.map(({ action, risk, type }) => [action, risk, type])).toEqual(
      added.map(() => ['Add', 'safe', 'AWS::ECS::TaskDefinition']),
    );
    const [before, after] = [from, to].map((at) => Object.keys(templateAt(at, 'EcsCodeDeploy').Outputs));
    expect(after?.filter((name) => !before?.includes(name)).sort()).toEqual(
      added.map((id) => `Web${id}TaskDefinitionArn`),
    );
  });

  test.each([
    ['blue', 'green'],
    ['green', 'break'],
  ] as const)('from %s to %s replace the task definition of the service that ECS deploys', (from, to) => {
    const changes = ecsChanges(from, to).filter(({ stack }) => stack !== 'EcsCodeDeploy');
    expect(changes.map(({ action, type }) => [action, type])).toEqual([
      ['Modify', 'AWS::ECS::TaskDefinition'],
      ['Modify', 'AWS::ECS::Service'],
    ]);
  });

  test('are named by the context, and blue without one', () => {
    const at = (context: object) => {
      const app = new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } });
      addEcsExample(app);
      return Object.keys(app.synth().getStackByName('EcsCodeDeploy').template.Outputs);
    };
    expect(at({})).not.toContain('WebGreenTaskDefinitionArn');
    expect(at({ deployment: 'green' })).toContain('WebGreenTaskDefinitionArn');
    expect(() => at({ deployment: 'gren' })).toThrow(
      'the context value deployment is "gren"; must be one of blue, green, break',
    );
  });
});

describe('the image', () => {
  test('is built from the service for ARM64 by cdk deploy, once for all task definitions', () => {
    const { dockerImages } = require(join(ecsAssembly('break'), 'EcsCodeDeploy.assets.json'));
    const [[hash, image] = ['', undefined], ...others] = Object.entries<{
      readonly source: { readonly directory: string; readonly platform: string };
    }>(dockerImages);
    expect(others).toEqual([]);
    expect(image?.source.platform).toBe('linux/arm64');
    const folder = join(ecsAssembly('break'), image?.source.directory ?? '');
    for (const file of ['Dockerfile', 'main.cjs', 'service.cjs', 'settings.cjs']) {
      expect(existsSync(join(folder, file))).toBe(true);
    }
    const images = resourcesOf('AWS::ECS::TaskDefinition').map(({ Properties }) => Properties);
    expect(images).toHaveLength(6);
    expect(images.filter((one) => !JSON.stringify(one).includes(hash))).toEqual([]);
  });

  test('says another color in each task definition', () => {
    const colors = resourcesOf('AWS::ECS::TaskDefinition').map(
      ({ Properties }) => JSON.stringify(Properties).match(/"COLOR","Value":"(\w+)"/)?.[1],
    );
    expect(colors).toEqual(['blue', 'green', 'red', 'orange', 'orange', 'blue']);
  });
});

test('two services are behind one VPC link', () => {
  expect(resourcesOf('AWS::ApiGatewayV2::VpcLink', ['EcsNative'])).toHaveLength(1);
  const links = resourcesOf('AWS::ApiGatewayV2::Integration', ['EcsNative']);
  expect(links).toHaveLength(2);
  expect(new Set(links.map(({ Properties }) => JSON.stringify(Properties.ConnectionId))).size).toBe(1);
});

describe('cdk destroy', () => {
  test('is kept from nothing, and keeps nothing', () => {
    const kept = STACKS.flatMap((stack) =>
      Object.entries(templateAt('break', stack).Resources).filter(([, { DeletionPolicy }]) =>
        /Retain|Snapshot/.test(DeletionPolicy ?? ''),
      ),
    );
    expect(kept).toEqual([]);
    const balancers = resourcesOf('AWS::ElasticLoadBalancingV2::LoadBalancer').map(
      ({ Properties }) => Properties.LoadBalancerAttributes,
    );
    expect(balancers).toHaveLength(3);
    for (const attributes of balancers) {
      expect(attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
    }
  });

  test('removes each log group, that of Container Insights and of every function included', () => {
    const logs = resourcesOf('AWS::Logs::LogGroup');
    expect(logs.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(logs.map(() => 'Delete'));
    const functions = resourcesOf('AWS::Lambda::Function');
    expect(functions).toHaveLength(3);
    for (const { Properties } of functions) {
      expect(Properties.LoggingConfig).toMatchObject({ LogGroup: { Ref: expect.anything() } });
    }
    expect(JSON.stringify(logs)).toContain('/aws/ecs/containerinsights/');
  });
});
