import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import type { EcsDeployment } from '../../examples/ecs/deployments';
import { runCli } from '../../lib/cli/program';
import { ecsAssembly } from '../../tools/golden/ecs-example';
import { startService } from '../examples/ecs/running-service';
import { capturedTerminal } from '../support/cli/captured-terminal';
import { shellLinesIn } from './shell-lines';

/**
 * The commands of the story of ECS that need no account are run. The options of `cutover` are held to
 * `--help` by commands.test.ts.
 */

const lines = shellLinesIn('docs/guide/ecs.md');
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
const outputs = join(folder, 'outputs.json');
afterAll(() => rmSync(folder, { recursive: true }));

/** What `cdk deploy --outputs-file` would write for the last deployment, with values of the right kinds. */
beforeAll(() => {
  const { template } = new CloudAssembly(ecsAssembly('break')).getStackByName('EcsCodeDeploy');
  const valueAt = (key: string) => {
    const { Value } = template.Outputs[key];
    if (typeof Value === 'string') {
      return Value;
    }
    return key.endsWith('TaskDefinitionArn')
      ? `arn:aws:ecs:eu-west-1:111122223333:task-definition/${key.replace('TaskDefinitionArn', '')}:1`
      : `value-of-${key}`;
  };
  const written = Object.fromEntries(Object.keys(template.Outputs).map((key) => [key, valueAt(key)]));
  writeFileSync(outputs, JSON.stringify({ EcsCodeDeploy: written, EcsNative: {} }));
});

describe('the cutover commands of the story', () => {
  const commands = lines.filter((line) => line.startsWith('npx cutover '));
  const run = async (line: string) => {
    const args = line
      .split(' ')
      .slice(2)
      .map((arg) => (arg === 'outputs.json' ? outputs : arg))
      .map((arg) => arg.replace(/^cdk\.out\/ecs-([a-z]+)/, (_, name) => ecsAssembly(name as EcsDeployment)));
    const terminal = capturedTerminal();
    const code = await runCli(args, terminal);
    return { code, ...terminal.texts };
  };

  test('are two comparisons, three AppSpecs, and two answers that need an account', () => {
    expect(commands.map((line) => line.split(' ')[2])).toEqual([
      ...['diff', 'appspec', 'diff', 'appspec', 'appspec', 'approve', 'abort'],
    ]);
  });

  test.each(commands.filter((line) => line.includes(' diff ')))('%s: additions alone', async (line) => {
    const { code, out } = await run(line);
    expect(code).toBe(0);
    expect(out).toMatch(/safe │ Add .*\n.*AWS::ECS::TaskDefinition/);
  });

  test.each(commands.filter((line) => line.includes(' appspec ')))('%s', async (line) => {
    const { code, out, err } = await run(line);
    expect([code, err]).toEqual([0, '']);
    const { revision } = JSON.parse(out);
    const { Resources, Hooks } = parse(revision.appSpecContent.content);
    const id = line.match(/--task-definition (\w+)/)?.[1] ?? '';
    expect(Resources[0].TargetService.Properties).toMatchObject({
      TaskDefinition: `arn:aws:ecs:eu-west-1:111122223333:task-definition/Web${id}:1`,
      LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
    });
    expect(Hooks).toEqual([{ BeforeAllowTraffic: 'value-of-WebHookFunctionArn' }]);
  });
});

describe('the service without an account', () => {
  const started = lines.filter((line) => line.endsWith(' node examples/ecs/service/main.cjs'));

  test('is started in two ways', () => {
    expect(started).toHaveLength(2);
  });

  test.each(started)('%s', async (line) => {
    const env = Object.fromEntries(
      [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    const { url, end } = await startService(env);
    const response = await fetch(url);
    expect(response.status).toBe(env.FAIL === undefined ? 200 : 500);
    expect(await response.json()).toMatchObject({ color: env.COLOR });
    expect(await end('SIGTERM')).toBe(0);
  });
});

test('the deployments that the page names are those of the example', () => {
  const named = lines.flatMap((line) => line.match(/-c deployment=([a-z]+)/)?.[1] ?? []);
  expect([...new Set(named)].sort()).toEqual(['blue', 'break', 'green']);
});
