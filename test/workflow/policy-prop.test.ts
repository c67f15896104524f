import { describe, expect, test } from '@jest/globals';
import { CfnParameter } from 'aws-cdk-lib';
import type { Policy } from '../../lambdas/core/policy/policy';
import { functionNames } from '../../lib/workflow/tasks';
import { newTargetGroupArn } from '../support/plans/routers';
import { resourceOf, route, templateOf } from '../support/templates/synth';

const variables = (template: ReturnType<typeof templateOf>, task: string) =>
  resourceOf(template, 'AWS::Lambda::Function', `${task}Function`).Properties.Environment?.Variables;

test('the functions that check plans get the policy', () => {
  const policy: Policy = { maxStepUp: 25, newTargets: { alb: { targetGroupArns: [newTargetGroupArn] } } };
  const template = templateOf({ policy });
  const holders = functionNames.filter((task) => 'POLICY' in (variables(template, task) ?? {}));
  expect(holders).toEqual(['ValidatePlan', 'Preflight', 'Operate']);
  for (const holder of holders) {
    expect(JSON.parse(variables(template, holder)?.POLICY as string)).toEqual(policy);
  }
});

test('without a policy no function has one', () => {
  expect(variables(templateOf(), 'ValidatePlan')).not.toHaveProperty('POLICY');
});

test('names may be known at deployment only', () => {
  const template = templateOf((scope) => {
    const { valueAsString: name } = new CfnParameter(scope, 'Name');
    return {
      policy: {
        newTargets: { route53: { addresses: [name], hostNames: [name] }, alb: { targetGroupArns: [name] } },
        requiredAlarms: [name],
        taskDefinitionFamilies: [name],
      },
    };
  });
  expect(JSON.stringify(variables(template, 'ValidatePlan')?.POLICY)).toContain('hostNames');
});

describe('a policy is refused at synth', () => {
  test.each<[string, Policy, string]>([
    ['with a value that is not valid', { maxStepUp: 0 }, 'policy.maxStepUp: is 0; must be a whole number'],
    ['that contradicts itself', { maxStepUp: 1 }, 'policy.maxStepUp: is 1, so that a plan needs 100 stages'],
  ])('%s', (_, policy, message) => {
    expect(() => templateOf({ policy })).toThrow(message);
  });

  test('that does not fit into the variables of a function', () => {
    const hostNames = (count: number) => ({
      newTargets: {
        route53: {
          hostNames: Array.from({ length: count }, (_, i) => `host-${i}.of.the.new.path.example.com`),
        },
      },
    });
    const recordNames = Array.from({ length: 40 }, (_, i) => `record-${i}.example.com`);
    expect(() => templateOf({ routes: [{ ...route, recordNames }], policy: hostNames(10) })).not.toThrow();
    expect(() => templateOf({ routes: [{ ...route, recordNames }], policy: hostNames(100) })).toThrow(
      /policy: takes \d+ bytes together with .* deployment groups, secrets and gates; must take at most 4096/,
    );
  });

  test('together with what else is wrong, and without judging schedules by it', () => {
    const policy = { requiredAlarms: 7 } as unknown as Policy;
    expect(() => templateOf({ policy, allowedHosts: [] })).toThrow(
      /allowedHosts: is an empty list.*\npolicy.requiredAlarms: is 7; must be a list/s,
    );
  });
});
