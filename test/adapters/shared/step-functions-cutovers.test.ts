import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { stepFunctionsCutovers } from '../../../lambdas/adapters/shared/step-functions-cutovers';
import { inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';

const machine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Cutover';

function cutoversOf(...answers: WireAnswer[]) {
  const { config, requests } = wire(inTurn(...answers));
  const sent = () =>
    requests.map(({ headers, body }) => [headers['x-amz-target']?.split('.')[1], JSON.parse(body)]);
  return { cutovers: stepFunctionsCutovers(new SFNClient(config), machine), sent };
}

test('a cutover is started with its name, and with the plan as JSON', async () => {
  const { cutovers, sent } = cutoversOf(json({ executionArn: 'arn', startDate: 1_795_000_000 }));
  expect(await cutovers.start('api-7', { name: 'api' })).toBe(true);
  expect(sent()).toEqual([
    ['StartExecution', { stateMachineArn: machine, name: 'api-7', input: '{"name":"api"}' }],
  ]);
});

test('a name that an execution with another input has starts nothing', async () => {
  const { cutovers } = cutoversOf(jsonError('ExecutionAlreadyExists', 'Execution Already Exists'));
  expect(await cutovers.start('api-7', {})).toBe(false);
});

test.each([
  ['AccessDeniedException', 'AccessDeniedException'],
  ['ThrottlingException', 'ServiceBusyError'],
])('the error %s is thrown', async (code, name) => {
  const { cutovers } = cutoversOf(jsonError(code, 'no'));
  await expect(cutovers.start('api-7', {})).rejects.toMatchObject({ name });
});

test('an execution has the ARN of its machine and its name', () => {
  expect(cutoversOf().cutovers.arnOf('api-7')).toBe(
    'arn:aws:states:eu-west-1:111122223333:execution:Cutover:api-7',
  );
});
