import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { stepFunctionsExecutions } from '../../../lambdas/adapters/shared/step-functions-executions';
import {
  brokenConnection,
  inTurn,
  json,
  jsonError,
  type WireAnswer,
  wire,
} from '../../support/accounts/wire';

const states = 'arn:aws:states:eu-west-1:111122223333';
const revertMachine = `${states}:stateMachine:Revert`;
const cutover = `${states}:execution:Cutover:api-1`;
const input = { execution: cutover, route: 'route53/Z1/api.example.com', failure: { Cause: 'stopped' } };
const at = 1_795_000_000;

/** The executions over the real client, and what it sent. */
function executionsOf(...answers: (WireAnswer | Error)[]) {
  const { config, requests } = wire(inTurn(...answers));
  const sent = () =>
    requests.map(({ headers, body }) => [headers['x-amz-target']?.split('.')[1], JSON.parse(body)]);
  return { executions: stepFunctionsExecutions(new SFNClient(config), revertMachine), sent };
}

const notThere = jsonError('ExecutionDoesNotExist', `Execution Does Not Exist: '${cutover}'`);

describe('startRevert', () => {
  test('starts the revert machine under the name, with the input as JSON', async () => {
    const { executions, sent } = executionsOf(
      json({ executionArn: `${states}:execution:Revert:revert-api-1`, startDate: at }),
    );
    expect(await executions.startRevert('revert-api-1', input)).toBe(true);
    expect(sent()).toEqual([
      [
        'StartExecution',
        { stateMachineArn: revertMachine, name: 'revert-api-1', input: JSON.stringify(input) },
      ],
    ]);
  });

  test('is false when there is one of that name', async () => {
    const { executions } = executionsOf(
      jsonError('ExecutionAlreadyExists', "Execution Already Exists: 'revert-api-1'"),
    );
    expect(await executions.startRevert('revert-api-1', input)).toBe(false);
  });

  test.each(['StateMachineDoesNotExist', 'ExecutionLimitExceeded', 'AccessDeniedException'])(
    '%s is no revert that runs already',
    async (name) => {
      const { executions } = executionsOf(jsonError(name, 'why'));
      await expect(executions.startRevert('revert-api-1', input)).rejects.toMatchObject({ name });
    },
  );
});

describe('stop', () => {
  test('tells why', async () => {
    const { executions, sent } = executionsOf(json({ stopDate: at }));
    await executions.stop(cutover, 'AlarmFired', 'alarm "p99" is in ALARM');
    expect(sent()).toEqual([
      ['StopExecution', { executionArn: cutover, error: 'AlarmFired', cause: 'alarm "p99" is in ALARM' }],
    ]);
  });

  test('cuts what is longer than the API takes', async () => {
    const { executions, sent } = executionsOf(json({ stopDate: at }), json({ stopDate: at }));
    await executions.stop(cutover, 'e'.repeat(256), 'c'.repeat(32_768));
    await executions.stop(cutover, 'e'.repeat(257), 'c'.repeat(32_769));
    const [whole, cut] = sent();
    expect(whole?.[1]).toEqual({ executionArn: cutover, error: 'e'.repeat(256), cause: 'c'.repeat(32_768) });
    expect(cut).toEqual(whole);
  });

  test('does not hide that there is nothing to stop', async () => {
    const { executions } = executionsOf(notThere);
    await expect(executions.stop(cutover, 'AlarmFired', 'why')).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});

describe('status', () => {
  test.each(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])(
    'is %s as told',
    async (status) => {
      const { executions, sent } = executionsOf(
        json({ executionArn: cutover, stateMachineArn: `${states}:stateMachine:Cutover`, status }),
      );
      expect(await executions.status(cutover)).toBe(status);
      expect(sent()).toEqual([['DescribeExecution', { executionArn: cutover }]]);
    },
  );

  test('of a revert goes by its name', async () => {
    const { executions, sent } = executionsOf(json({ status: 'RUNNING' }));
    expect(await executions.revertStatus('revert-api-1')).toBe('RUNNING');
    expect(sent()).toEqual([
      ['DescribeExecution', { executionArn: `${states}:execution:Revert:revert-api-1` }],
    ]);
  });

  test('is null when there is no such execution', async () => {
    const { executions } = executionsOf(notThere, notThere);
    expect(await executions.status(cutover)).toBeNull();
    expect(await executions.revertStatus('revert-api-1')).toBeNull();
  });

  test('is not null when the machine is not allowed', async () => {
    const { executions } = executionsOf(jsonError('AccessDeniedException', 'not authorized'));
    await expect(executions.status(cutover)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

type Executions = ReturnType<typeof executionsOf>['executions'];

describe.each<[string, (executions: Executions) => Promise<unknown>]>([
  ['startRevert', (executions) => executions.startRevert('revert-api-1', input)],
  ['stop', (executions) => executions.stop(cutover, 'AlarmFired', 'why')],
  ['status', (executions) => executions.status(cutover)],
  ['revertStatus', (executions) => executions.revertStatus('revert-api-1')],
])('%s', (_, call) => {
  test.each([
    ['throttling', jsonError('ThrottlingException', 'Rate exceeded')],
    ['a fault of the service', jsonError('InternalFailure', 'sorry', 500)],
    ['a broken connection', brokenConnection()],
  ])('%s is "not now"', async (_, answer) => {
    const { executions } = executionsOf(answer);
    await expect(call(executions)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });
});
