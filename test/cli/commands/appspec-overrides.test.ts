import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { runCli } from '../../../lib/cli/program';
import { capturedTerminal } from '../../support/cli/captured-terminal';

const folder = mkdtempSync(join(tmpdir(), 'cutover-appspec-'));
const file = join(folder, 'outputs.json');
const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web';
const hook = 'arn:aws:lambda:eu-west-1:111122223333:function:hook';
beforeAll(() => {
  const Stack = {
    WebTaskDefinitionArn: `${arn}:7`,
    WebGreenTaskDefinitionArn: `${arn}Green:1`,
    WebContainerName: 'app',
    WebContainerPort: '3000',
    WebHookFunctionArn: hook,
    WebCodeDeployApplicationName: 'application',
    WebCodeDeployDeploymentGroupName: 'group',
    WebSubnets: 'subnet-1,subnet-2',
    WebSecurityGroups: 'sg-1',
  };
  writeFileSync(file, JSON.stringify({ Stack }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function appspec(...args: readonly string[]) {
  const terminal = capturedTerminal();
  const code = await runCli(['appspec', '--outputs', file, ...args], terminal);
  return { code, ...terminal.texts };
}

/** The properties of the service, and the hooks. */
async function overridden(...args: readonly string[]) {
  const { code, out, err } = await appspec(...args);
  expect([code, err]).toEqual([0, '']);
  const { Resources, Hooks } = parse(out);
  return { ...Resources[0].TargetService.Properties, Hooks };
}

const network = {
  AwsvpcConfiguration: {
    Subnets: ['subnet-1', 'subnet-2'],
    SecurityGroups: ['sg-1'],
    AssignPublicIp: 'DISABLED',
  },
};
const unchanged = {
  TaskDefinition: `${arn}:7`,
  LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 3000 },
  NetworkConfiguration: network,
  Hooks: [{ BeforeAllowTraffic: hook }],
};

test('without overrides, the AppSpec has what the stack says', async () => {
  expect(await overridden()).toEqual(unchanged);
});

test.each<[string, string[], object]>([
  [
    'another task definition',
    ['--task-definition', `${arn}:9`],
    { ...unchanged, TaskDefinition: `${arn}:9` },
  ],
  [
    'one that the stack has added, by its id',
    ['--task-definition', 'Green'],
    { ...unchanged, TaskDefinition: `${arn}Green:1` },
  ],
  [
    'another container and port',
    ['--container-name', 'proxy', '--container-port', '8443'],
    { ...unchanged, LoadBalancerInfo: { ContainerName: 'proxy', ContainerPort: 8443 } },
  ],
  ['a version of the platform', ['--platform-version', '1.4.0'], { ...unchanged, PlatformVersion: '1.4.0' }],
  [
    'another network',
    ['--subnets', 'subnet-0123456789abcdef0, subnet-11111111', '--security-groups', 'sg-22222222'],
    {
      ...unchanged,
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: ['subnet-0123456789abcdef0', 'subnet-11111111'],
          SecurityGroups: ['sg-22222222'],
          AssignPublicIp: 'DISABLED',
        },
      },
    },
  ],
  [
    'public addresses',
    ['--assign-public-ip'],
    {
      ...unchanged,
      NetworkConfiguration: {
        AwsvpcConfiguration: { ...network.AwsvpcConfiguration, AssignPublicIp: 'ENABLED' },
      },
    },
  ],
  [
    'other capacity',
    ['--capacity-provider', 'FARGATE_SPOT=3', '--capacity-provider', 'FARGATE=1:2'],
    {
      ...unchanged,
      CapacityProviderStrategy: [
        { Base: 0, CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
        { Base: 2, CapacityProvider: 'FARGATE', Weight: 1 },
      ],
    },
  ],
  [
    'further hooks, in the order of a deployment',
    ['--hook', `AfterAllowTraffic=${hook}-2:live`, '--hook', 'BeforeInstall=check-database'],
    {
      ...unchanged,
      Hooks: [
        { BeforeInstall: 'check-database' },
        { BeforeAllowTraffic: hook },
        { AfterAllowTraffic: `${hook}-2:live` },
      ],
    },
  ],
])('overrides give %s', async (_, args, expected) => {
  expect(await overridden(...args)).toEqual(expected);
  const { out } = await appspec(...args, '--json');
  expect(JSON.parse(out)).toEqual(parse((await appspec(...args)).out));
});

test('overrides are in the input of CreateDeployment too', async () => {
  const { out } = await appspec('--create-deployment', '--task-definition', 'Green');
  expect(JSON.parse(out).revision.appSpecContent.content).toContain(`TaskDefinition: ${arn}Green:1`);
});

describe('invalid overrides', () => {
  test.each<[string[], string]>([
    [['--task-definition', 'Blue'], 'is "Blue"; must be an ARN with its revision'],
    [['--task-definition', 'Blue'], 'the id of one that the stack has added (Green)'],
    [['--container-port', '0'], 'the container port is "0"; must be a port from 1 to 65535'],
    [
      ['--platform-version', '1.4'],
      '--platform-version is "1.4"; must be LATEST, or a version such as 1.4.0',
    ],
    [['--subnets', 'sg-22222222'], '--subnets has "sg-22222222"; must be ids separated by commas'],
    [['--security-groups', 'sg-1,'], '--security-groups has "sg-1"; must be ids separated by commas'],
    [
      ['--security-groups', Array(6).fill('sg-22222222').join(',')],
      '--security-groups has 6 ids; must have at most 5',
    ],
    [['--capacity-provider', 'FARGATE'], '--capacity-provider is "FARGATE"; must be PROVIDER=WEIGHT'],
    [['--capacity-provider', 'FARGATE=1001'], 'a weight from 0 to 1000'],
    [['--capacity-provider', 'FARGATE=1:100001'], 'a base from 0 to 100000'],
    [['--capacity-provider', 'A=1:1', '--capacity-provider', 'B=1:1'], 'must have at most one base above 0'],
    [['--capacity-provider', 'A=1', '--capacity-provider', 'A=2'], '--capacity-provider names A twice'],
    [['--capacity-provider', 'A=0'], '--capacity-provider has only weights of 0'],
    [['--hook', 'Install=f'], '--hook is "Install=f"; must be EVENT=FUNCTION'],
    [['--hook', 'BeforeInstall'], 'one of the events BeforeInstall, AfterInstall, AfterAllowTestTraffic,'],
    [
      ['--hook', 'BeforeAllowTraffic=f'],
      '--hook names BeforeAllowTraffic, at which the hook of the stack runs; name another event',
    ],
    [['--hook', 'BeforeInstall=f', '--hook', 'BeforeInstall=g'], '--hook names BeforeInstall twice'],
  ])('%j are reported in one message with exit code 64', async (args, words) => {
    const { code, out, err } = await appspec(...args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(words);
  });

  test('that name the event of the moved hook are refused, and the event that it left is free', async () => {
    const moved = ['--hook-at', 'AfterAllowTestTraffic'];
    const { err } = await appspec(...moved, '--hook', 'AfterAllowTestTraffic=f');
    expect(err).toContain('names AfterAllowTestTraffic, at which the hook of the stack runs');
    expect(await overridden(...moved, '--hook', 'BeforeAllowTraffic=f')).toMatchObject({
      Hooks: [{ AfterAllowTestTraffic: hook }, { BeforeAllowTraffic: 'f' }],
    });
  });
});
