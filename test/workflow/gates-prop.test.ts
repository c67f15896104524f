import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Alias,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { HttpQueryGate } from '../../lib/gates/http-query-gate';
import { CutoverStack } from '../../lib/workflow/cutover-stack';
import type { WorkflowGates } from '../../lib/workflow/gates-prop';
import { functionNames } from '../../lib/workflow/tasks';
import { planInput } from '../support/plans/plans';
import { appWithoutBundles, resourceOf, routes, statementsOf, templateOf } from '../support/templates/synth';

const TESTS = 'arn:aws:lambda:eu-west-1:111122223333:function:contract-tests';
const LIVE = 'arn:aws:lambda:eu-west-1:111122223333:function:budget:live';
const imported = (scope: Construct, arn: string) => LambdaFunction.fromFunctionArn(scope, arn.slice(-6), arn);
const gatesOf = (scope: Construct): WorkflowGates => ({
  'contract-tests': { function: imported(scope, TESTS), hosts: ['gw-*.example.com'] },
  'error-budget': { function: imported(scope, LIVE) },
});

const variables = (template: Template, task: string) =>
  resourceOf(template, 'AWS::Lambda::Function', `${task}Function`).Properties.Environment?.Variables;
const invoking = (template: Template, task: string) =>
  statementsOf(template, task).filter(({ actions }) => actions.includes('lambda:InvokeFunction'));

describe('the gates of a deployment', () => {
  const template = templateOf((scope) => ({ gates: gatesOf(scope) }));

  test('may be invoked by AskGates alone, each at the ARN that is given', () => {
    expect(invoking(template, 'AskGates')).toEqual([
      { actions: ['lambda:InvokeFunction'], resources: [LIVE, TESTS], conditions: undefined },
    ]);
    const others = functionNames.filter((task) => task !== 'AskGates');
    expect(others.filter((task) => invoking(template, task).length > 0)).toEqual([]);
  });

  test('are known to the functions that check plans by their names and hosts', () => {
    const names = JSON.stringify([
      { name: 'contract-tests', hosts: ['gw-*.example.com'] },
      { name: 'error-budget' },
    ]);
    expect(variables(template, 'ValidatePlan')?.GATES).toBe(names);
    expect(functionNames.filter((task) => 'GATES' in (variables(template, task) ?? {}))).toEqual([
      'ValidatePlan',
      'AskGates',
      'Operate',
    ]);
  });

  test('have the ARNs of their functions in AskGates alone', () => {
    const functions = JSON.stringify({ 'contract-tests': TESTS, 'error-budget': LIVE });
    expect(variables(template, 'AskGates')?.GATE_FUNCTIONS).toBe(functions);
    expect(functionNames.filter((task) => 'GATE_FUNCTIONS' in (variables(template, task) ?? {}))).toEqual([
      'AskGates',
    ]);
  });

  test('are none by default', () => {
    expect(variables(templateOf(), 'ValidatePlan')?.GATES).toBe('[]');
    expect(invoking(templateOf(), 'AskGates')).toEqual([]);
  });

  test('may be created in the app: an alias is invoked as the alias', () => {
    const made = templateOf((scope) => {
      const code = Code.fromInline('exports.handler = async () => ({})');
      const suite = new LambdaFunction(scope, 'Suite', {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code,
      });
      const live = new Alias(scope, 'Live', { aliasName: 'live', version: suite.currentVersion as IVersion });
      return { gates: { tests: { function: live as IFunction } } };
    });
    const [statement] = invoking(made, 'AskGates');
    expect(JSON.stringify(statement?.resources)).toContain('RefLive');
  });

  test('may be the construct that asks a URL', () => {
    const app = appWithoutBundles();
    const stack = new Stack(app, 'Gates');
    const gate = new HttpQueryGate(stack, 'Errors', {
      url: 'https://prometheus.example.com',
      prometheus: 'up',
      passWhen: { comparison: 'above', threshold: 0 },
    });
    const made = Template.fromStack(new CutoverStack(app, 'Cutover', { routes, gates: { errors: gate } }));
    expect(invoking(made, 'AskGates')).toHaveLength(1);
  });

  test('may exist already, and be named by their ARNs', () => {
    const app = appWithoutBundles();
    const existingGates = { tests: { functionArn: LIVE, hosts: ['gw-api.example.com'] } };
    const made = Template.fromStack(new CutoverStack(app, 'Cutover', { routes, existingGates }));
    expect(invoking(made, 'AskGates').map(({ resources }) => resources)).toEqual([[LIVE]]);
    expect(variables(made, 'ValidatePlan')?.GATES).toBe('[{"name":"tests","hosts":["gw-api.example.com"]}]');
  });
});

describe('gates are refused at synth', () => {
  const suite = (scope: Construct) => imported(scope, TESTS);
  test.each<[string, (scope: Construct) => object, string]>([
    [
      'with a name that no plan can write',
      (scope) => ({ 'a b': { function: suite(scope) } }),
      'gates.a b: is "a b"; must be the name of a gate',
    ],
    [
      'without a function',
      () => ({ tests: {} }),
      'gates.tests.function: is missing; must be a Lambda function',
    ],
    [
      'that are no mapping',
      () => ({ tests: null }),
      'gates.tests.function: is missing; must be a Lambda function',
    ],
    [
      'with a prop that there is not',
      (scope) => ({ tests: { function: suite(scope), host: 'a' } }),
      'gates.tests.host: is not a prop; props: function, hosts',
    ],
    [
      'with hosts that are none',
      (scope) => ({ tests: { function: suite(scope), hosts: [] } }),
      'gates.tests.hosts: is an empty list; must be a list of 1 to 20 host patterns',
    ],
    [
      'that are too many',
      (scope) =>
        Object.fromEntries(
          Array.from({ length: 11 }, (_, i) => [
            `g${i}`,
            { function: imported(scope, `${TESTS}-${100_000 + i}`) },
          ]),
        ),
      'gates: has 11 gates; must have at most 10',
    ],
  ])('%s', (_, gates, message) => {
    expect(() => templateOf((scope) => ({ gates: gates(scope) as WorkflowGates }))).toThrow(message);
  });
});

describe('the plan of a schedule', () => {
  const scheduled = (name: string, hosts?: readonly string[]) =>
    templateOf((scope) => ({
      gates: { tests: { function: imported(scope, TESTS), ...(hosts === undefined ? {} : { hosts }) } },
      schedules: [
        {
          name: 'api',
          plan: planInput({ gates: [{ name, at: 'before-traffic' }] }),
          schedule: ScheduleExpression.at(new Date('2030-01-01T06:00:00Z')),
        },
      ],
    }));

  test('may name a gate of the deployment', () => {
    expect(() => scheduled('tests')).not.toThrow();
  });

  test('is refused for a gate that the deployment does not have, or that may not ask its host', () => {
    expect(() => scheduled('other')).toThrow(
      'plan.gates[0].name: is "other"; must be one of the gates of the deployment (gates): tests',
    );
    expect(() => scheduled('tests', ['gw-shop.example.com'])).toThrow(
      'schedules[0].plan.gates[0].name: is "tests", which the deployment lets ask gw-shop.example.com alone',
    );
  });
});
