import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'yaml';
import { runCli } from '../../../lib/cli/program';
import { codeDeployStack, nativeStack } from '../../support/templates/ecs';

const folder = mkdtempSync(join(tmpdir(), 'cutover-appspec-'));
afterAll(() => rmSync(folder, { recursive: true }));

const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web';
const web = {
  WebTaskDefinitionArn: `${arn}:7`,
  WebContainerName: 'app',
  WebContainerPort: '3000',
  WebHookFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:hook',
  WebCodeDeployApplicationName: 'application',
  WebCodeDeployDeploymentGroupName: 'group',
  WebSubnets: 'subnet-1,subnet-2',
  WebSecurityGroups: 'sg-1',
};

function outputs(content: unknown): string {
  const path = join(folder, `${Math.abs(hash(JSON.stringify(content)))}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function hash(text: string): number {
  return [...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) | 0, 0);
}

async function appspec(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
    columns: 100,
  };
  return { code: await runCli(['appspec', ...args], terminal), ...written };
}

/**
 * The AppSpec of the CodeDeploy User Guide, "AppSpec file example for an Amazon ECS deployment", with the
 * values of these tests.
 */
const expected = {
  version: 0,
  Resources: [
    {
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: `${arn}:7`,
          LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 3000 },
          NetworkConfiguration: {
            AwsvpcConfiguration: {
              Subnets: ['subnet-1', 'subnet-2'],
              SecurityGroups: ['sg-1'],
              AssignPublicIp: 'DISABLED',
            },
          },
        },
      },
    },
  ],
  Hooks: [{ BeforeAllowTraffic: web.WebHookFunctionArn }],
};

describe('the AppSpec from an outputs file', () => {
  const file = outputs({ Stack: web });

  test('is YAML with the version 0.0', async () => {
    const { code, out, err } = await appspec('--outputs', file);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^version: 0\.0\n/);
    expect(parse(out)).toEqual(expected);
  });

  test('is the same as JSON with --json', async () => {
    const { out } = await appspec('--outputs', file, '--json');
    expect(out).toMatch(/^\{\n {2}"version": 0\.0,\n/);
    expect(JSON.parse(out)).toEqual(expected);
  });

  test('has another event of the hook and another task definition', async () => {
    const { out } = await appspec(
      '--outputs',
      file,
      '--hook-at',
      'AfterAllowTestTraffic',
      '--task-definition',
      `${arn}:9`,
    );
    expect(parse(out)).toMatchObject({
      Resources: [{ TargetService: { Properties: { TaskDefinition: `${arn}:9` } } }],
      Hooks: [{ AfterAllowTestTraffic: web.WebHookFunctionArn }],
    });
  });

  test('is the input of CreateDeployment with --create-deployment', async () => {
    const { out } = await appspec('--outputs', file, '--create-deployment');
    const { revision, ...target } = JSON.parse(out);
    expect(target).toEqual({ applicationName: 'application', deploymentGroupName: 'group' });
    expect(revision).toEqual({
      revisionType: 'AppSpecContent',
      appSpecContent: { content: expect.stringMatching(/^version: 0\.0\n/) },
    });
    expect(parse(revision.appSpecContent.content)).toEqual(expected);
  });

  test('is that of the named stack and service if there are several', async () => {
    const other = Object.fromEntries(
      Object.entries(web).map(([key, value]) => [key.replace('Web', 'Api'), value]),
    );
    const several = outputs({ Other: {}, Stack: { ...web, ...other, ApiContainerName: 'api' } });
    const { out } = await appspec('--outputs', several, '--stack', 'Stack', '--service', 'Api');
    expect(out).toContain('ContainerName: api');
  });

  test('reads outputs that the construct writes', async () => {
    const keys = Object.keys(Template.fromStack(codeDeployStack()).findOutputs('*'));
    expect(keys).toEqual(expect.arrayContaining(Object.keys(web)));
  });
});

describe('invalid input', () => {
  const without = (key: keyof typeof web) =>
    outputs({ Stack: Object.fromEntries(Object.entries(web).filter(([name]) => name !== key)) });
  const nativeKeys = Object.keys(Template.fromStack(nativeStack()).findOutputs('*'));
  const native = outputs({ Stack: Object.fromEntries(nativeKeys.map((key) => [key, 'x'])) });

  test.each<[string, string[], string]>([
    ['no outputs', [], 'give the stack outputs: --outputs FILE'],
    ['a missing file', ['--outputs', join(folder, 'none.json')], 'there is no such file'],
    [
      'another file',
      ['--outputs', outputs({ name: 'api' })],
      'is not a valid outputs file; must be a file written by cdk deploy',
    ],
    ['an empty file', ['--outputs', outputs({})], 'has no stack; must be'],
    ['an unknown stack', ['--outputs', outputs({ A: web }), '--stack', 'B'], 'has no stack "B"; stacks: A'],
    [
      'several stacks without --stack',
      ['--outputs', outputs({ A: web, B: web })],
      'has 2 stacks; select one with --stack: A, B',
    ],
    ['a stack without a service', ['--outputs', outputs({ A: { Url: 'x' } })], 'has no EcsBlueGreenService'],
    ['a service that ECS deploys', ['--outputs', native], 'needs no AppSpec: deploy its stack'],
    [
      'several services without --service',
      ['--outputs', outputs({ A: { ...web, ApiCodeDeployApplicationName: 'x' } })],
      'has 2 services; select one with --service: Web, Api',
    ],
    [
      'an unknown service',
      ['--outputs', outputs({ A: web }), '--service', 'No'],
      'no output NoCodeDeployApplicationName',
    ],
    [
      'no hook',
      ['--outputs', without('WebHookFunctionArn')],
      'has no output WebHookFunctionArn (outputs: WebTask',
    ],
    [
      'an empty output',
      ['--outputs', outputs({ A: { ...web, WebSubnets: '' } })],
      'has no output WebSubnets',
    ],
    [
      'an invalid port',
      ['--outputs', outputs({ A: { ...web, WebContainerPort: 'http' } })],
      'port is "http"; must be a port',
    ],
    [
      'a task definition without its revision',
      ['--outputs', outputs({ A: web }), '--task-definition', 'web'],
      'the task definition is "web"; must be an ARN with its revision',
    ],
    [
      'an invalid event',
      ['--outputs', outputs({ A: web }), '--hook-at', 'Install'],
      'BeforeAllowTraffic, AfterAllowTestTraffic',
    ],
  ])('is reported in one message with exit code 64: %s', async (_, args, words) => {
    const { code, out, err } = await appspec(...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
