import { describe, expect, test } from '@jest/globals';
import { CfnParameter } from 'aws-cdk-lib';
import { environment } from '../../lambdas/handlers/support/environment';
import { functionNames } from '../../lib/workflow/tasks';
import { resourceOf, statementsOf, templateOf } from '../support/templates/synth';

const role = { roleArn: 'arn:aws:iam::444455556666:role/cutover-access', externalId: 'cutover-1' };
const variableOf = (template: ReturnType<typeof templateOf>, task: string) =>
  resourceOf(template, 'AWS::Lambda::Function', `${task}Function`).Properties.Environment?.Variables?.ROLES;

describe('the roles of a deployment', () => {
  test('are known to the functions that find one by the account of an ARN, and to no other', () => {
    const template = templateOf({ roles: [role] });
    const knowing = functionNames.filter((task) => variableOf(template, task) !== undefined);
    expect(knowing).toEqual(['Preflight', 'CheckDeployment', 'EvaluateHealth', 'RevertTraffic']);
    const ROLES = variableOf(template, 'Preflight') as unknown as string;
    expect(environment(['ROLES'], { ROLES }).ROLES).toEqual([role]);
  });

  test('add nothing to a template without any', () => {
    expect(templateOf({ roles: [] }).toJSON()).toEqual(templateOf().toJSON());
  });

  test('may be known at deployment only', () => {
    const template = templateOf((scope) => ({
      roles: [{ roleArn: new CfnParameter(scope, 'RoleArn').valueAsString }],
    }));
    const statements = statementsOf(template, 'ShiftTraffic');
    expect(statements.filter(({ actions }) => actions.includes('sts:AssumeRole'))).toHaveLength(1);
  });

  test.each([
    [[{ roleArn: 'cutover-access' }], /roles\[0\]\.roleArn: is "cutover-access"; must be the ARN of an IAM/],
    [[{ ...role, externalId: 'a b' }], /roles\[0\]\.externalId: is "a b"; must be an external ID/],
    [[role, { ...role, externalId: 'b1' }], /roles: has two roles of account 444455556666, and what an ARN/],
    [
      [1, 2, 3, 4, 5, 6].map((n) => ({ roleArn: `arn:aws:iam::11112222333${n}:role/a` })),
      /roles: is a list of 6; must have at most 5/,
    ],
  ])('are refused at synth: %j', (roles, message) => {
    expect(() => templateOf({ roles })).toThrow(message);
  });
});

test.each([
  ['[', /ROLES: is "\["; must be a JSON list of roles of other accounts/],
  ['[{"roleArn":"a"}]', /ROLES\[0\]\.roleArn: is "a"; must be the ARN of an IAM role/],
])('a function does not start with ROLES=%s', (ROLES, message) => {
  expect(() => environment(['ROLES'], { ROLES })).toThrow(message);
});
