import { describe, expect, test } from '@jest/globals';
import { Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { taskHandler } from '../../../lambdas/handlers/support/task-handler';
import { readDefinition } from '../../../lib/workflow/definition';
import { stackWith, titled, widgetsOf } from './dashboard-stack';

const ROUTE = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const TWO = { routes: [{ ...zone, recordNames: ['api.example.com', 'shop.example.com'] }] };
const alarmArn = (name: string) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;

test('shows the alarms of the workflow, and those that are given', () => {
  const stack = stackWith((scope) => ({ alarms: [Alarm.fromAlarmArn(scope, 'Own', alarmArn('api-p99'))] }));
  expect(titled(stack, 'Alarms').properties.alarms).toEqual([
    expect.stringMatching(/^\$\{WorkflowRevertFailed\w+\.Arn\}$/),
    expect.stringMatching(/^\$\{WorkflowGuardsFailed\w+\.Arn\}$/),
    expect.stringMatching(/^\$\{WorkflowLockedUnattended\w+\.Arn\}$/),
    expect.stringMatching(/^\$\{WorkflowEventsFailed\w+\.Arn\}$/),
    alarmArn('api-p99'),
  ]);
});

test('has the commands to type, with stack and Region', () => {
  expect(widgetsOf(stackWith())[0]?.properties.markdown).toContain(
    `npx @cutover/cutover status ${ROUTE} --stack Stack --region eu-west-1\n`,
  );
});

test('has the name that is given', () => {
  const template = Template.fromStack(stackWith({ dashboardName: 'api' }));
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'api' });
});

describe('the decisions', () => {
  const query = titled(stackWith(), 'Decisions').properties.query ?? '';
  const functions = [...query.matchAll(/SOURCE '\$\{Workflow(\w+?)Logs\w{8}\}'/g)].map(([, name]) => name);

  test('are in the logs of the functions that decide', () => {
    expect(functions).toEqual([
      ...['AcquireLock', 'Preflight', 'StartDeployment', 'ShiftTraffic', 'EvaluateHealth'],
      ...['RevertTraffic', 'RecordFailure', 'VerifyDecommission', 'ReleaseLock'],
    ]);
  });

  test.each(functions)('of %s are logged with their route, because the machine gives it', (name) => {
    const machines = [readDefinition('cutover'), readDefinition('revert')];
    const all = machines.flatMap(({ text }) => Object.entries(JSON.parse(text).States));
    const states = all.filter(([state]) => state === name);
    expect(states.length).toBeGreaterThan(0);
    for (const [, state] of states) {
      expect(state).toMatchObject({ Arguments: { route: expect.anything() } });
    }
  });

  test('are those of the route', () => {
    expect(query).toContain(`filter route = "${ROUTE}" and message in ["ended", "failed"]`);
  });

  test('have the fields that a handler logs', async () => {
    const keys: string[] = [];
    const keep = (_: string, detail: object = {}) => {
      const results = Object.entries(detail).flatMap(([name, value]) => [
        name,
        ...(name === 'result' ? Object.keys(value).map((key) => `result.${key}`) : []),
      ]);
      keys.push('message', ...results);
    };
    const clock = { now: () => 0, aheadMs: () => null, sleep: () => Promise.resolve() };
    const tools = { log: { info: keep, error: keep }, clock };
    const decided = { move: 'revert', verdict: 'fail', percent: 50, reason: 'alarm', outcome: 'reverted' };
    const input = { route: ROUTE, execution: 'arn' };
    const decide = async (_: typeof input) => ({ ...decided, action: 'moved' });
    const fail = async (_: typeof input): Promise<object> => {
      throw new Error('no');
    };
    await taskHandler('EvaluateHealth', decide, tools)(input);
    await expect(taskHandler('EvaluateHealth', fail, tools)(input)).rejects.toThrow('no');
    const read = query.match(/result\.\w+|\b(?:route|message|state|error|reason|execution)\b(?!")/g) ?? [];
    expect(new Set(read)).toEqual(
      new Set([
        ...['route', 'message', 'state', 'error', 'reason', 'execution', 'result.move', 'result.verdict'],
        ...['result.outcome', 'result.action', 'result.percent', 'result.reason'],
      ]),
    );
    expect(read.filter((key) => !keys.includes(key))).toEqual([]);
  });
});

describe('refuses', () => {
  const refused = (given: Parameters<typeof stackWith>[0], props = {}) => {
    expect.assertions(1);
    return expect(() => stackWith(given, props));
  };

  test('a missing route where the workflow has several', () => {
    refused({}, TWO).toThrow(
      `route: is missing; must be one of the routes of the workflow: ${ROUTE}, ` +
        'route53/Z0123456789ABCDEFGHIJ/shop.example.com',
    );
  });

  test('a route that the workflow does not move', () => {
    refused({ route: 'api.example.com' }).toThrow(
      `route: is "api.example.com"; must be one of the routes of the workflow: ${ROUTE}`,
    );
  });

  test.each([
    [{ old: 'legacy' }, 'old: is "legacy"; must be where the requests of the old path are counted'],
    [{ new: ['app/a/1', 'b'] }, 'new[1]: is "b"; must be where the requests of the new path are counted'],
    [
      { new: { kind: 'net', loadBalancer: 'arn:aws:b' } } as const,
      'new: is "arn:aws:b"; must be where the requests of the new path are counted',
    ],
    [{ old: [] }, 'old: is an empty list; must have at least one place'],
    [
      { old: 'app/a/1', new: 'app/a/1' },
      'new: is "app/a/1", which counts what "app/a/1" of the old path counts',
    ],
    [
      { old: 'app/a/1', new: 'app/a/1/targetgroup/b/2' },
      'new: is "app/a/1/targetgroup/b/2", which counts what "app/a/1" of the old path counts',
    ],
    [{ old: ['api/a1', 'api/a1/prod'] }, 'old: is "api/a1/prod", which counts what "api/a1" of the old path'],
    [{ old: Token.asString({ Ref: 'Given' }) }, 'old: is not known at synth; must be given by its parts'],
  ])('%j', (given, message) => {
    refused(given).toThrow(message);
  });

  test('more alarms than CloudWatch shows', () => {
    const many = Array.from({ length: 91 }, (_, i) => i);
    refused((scope) => ({
      alarms: many.map((i) => Alarm.fromAlarmArn(scope, `Own${i}`, alarmArn(`api-${i}`))),
    })).toThrow('alarms: has 91 alarms; must have at most 90');
  });
});

test('takes one of several routes', () => {
  const route = 'route53/Z0123456789ABCDEFGHIJ/shop.example.com';
  expect(titled(stackWith({ route }, TWO), 'Decisions').properties.query).toContain(`"${route}"`);
});

test('warns where flows stand beside requests, and not where both are alike', () => {
  const about = Match.stringLikeRegexp('are not counted in the same unit');
  Annotations.fromStack(stackWith({ old: 'net/old/1' })).hasWarning('/Stack/Dashboard', about);
  Annotations.fromStack(stackWith()).hasNoWarning('/Stack/Dashboard', about);
});
