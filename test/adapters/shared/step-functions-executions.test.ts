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

/** The executions with the real client, and the requests that it sent. */
function executionsOf(...answers: (WireAnswer | Error)[]) {
  const { config, requests } = wire(inTurn(...answers));
  const sent = () =>
    requests.map(({ headers, body }) => [headers['x-amz-target']?.split('.')[1], JSON.parse(body)]);
  return { executions: stepFunctionsExecutions(new SFNClient(config), revertMachine), sent };
}

const missing = jsonError('ExecutionDoesNotExist', `Execution Does Not Exist: '${cutover}'`);

describe('startRevert', () => {
  test('starts the revert machine with the name, and with the input as JSON', async () => {
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

  test('returns false if an execution with the name exists', async () => {
    const { executions } = executionsOf(
      jsonError('ExecutionAlreadyExists', "Execution Already Exists: 'revert-api-1'"),
    );
    expect(await executions.startRevert('revert-api-1', input)).toBe(false);
  });

  test.each(['StateMachineDoesNotExist', 'ExecutionLimitExceeded', 'AccessDeniedException'])(
    'throws %s, which does not mean that the revert runs',
    async (name) => {
      const { executions } = executionsOf(jsonError(name, 'why'));
      await expect(executions.startRevert('revert-api-1', input)).rejects.toMatchObject({ name });
    },
  );
});

describe('stop', () => {
  test('sends the error and the cause', async () => {
    const { executions, sent } = executionsOf(json({ stopDate: at }));
    await executions.stop(cutover, 'AlarmFired', 'alarm "p99" is in ALARM');
    expect(sent()).toEqual([
      ['StopExecution', { executionArn: cutover, error: 'AlarmFired', cause: 'alarm "p99" is in ALARM' }],
    ]);
  });

  test('cuts texts that are too long for the API', async () => {
    const { executions, sent } = executionsOf(json({ stopDate: at }), json({ stopDate: at }));
    await executions.stop(cutover, 'e'.repeat(256), 'c'.repeat(32_768));
    await executions.stop(cutover, 'e'.repeat(257), 'c'.repeat(32_769));
    const [whole, cut] = sent();
    expect(whole?.[1]).toEqual({ executionArn: cutover, error: 'e'.repeat(256), cause: 'c'.repeat(32_768) });
    expect(cut).toEqual(whole);
  });

  test('throws if the execution does not exist', async () => {
    const { executions } = executionsOf(missing);
    await expect(executions.stop(cutover, 'AlarmFired', 'why')).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});

describe('status', () => {
  test.each(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])(
    'is %s as returned by the API',
    async (status) => {
      const { executions, sent } = executionsOf(
        json({ executionArn: cutover, stateMachineArn: `${states}:stateMachine:Cutover`, status }),
      );
      expect(await executions.status(cutover)).toBe(status);
      expect(sent()).toEqual([['DescribeExecution', { executionArn: cutover }]]);
    },
  );

  test.each([
    [{ output: '{"reason":"an alarm"}' }, { output: '{"reason":"an alarm"}', cause: null }],
    [{ cause: 'why' }, { output: null, cause: 'why' }],
  ])('of a revert is found by its name, with its input and its end', async (end, expected) => {
    const input = '{"execution":"arn","route":"route53/Z1/a"}';
    const { executions, sent } = executionsOf(json({ status: 'RUNNING', input, ...end }));
    expect(await executions.describeRevert('revert-api-1')).toEqual({
      status: 'RUNNING',
      input,
      ...expected,
    });
    expect(sent()).toEqual([
      ['DescribeExecution', { executionArn: `${states}:execution:Revert:revert-api-1` }],
    ]);
  });

  test('is null if the execution does not exist', async () => {
    const { executions } = executionsOf(missing, missing);
    expect(await executions.status(cutover)).toBeNull();
    expect(await executions.describeRevert('revert-api-1')).toBeNull();
  });

  test('is not null if access is denied', async () => {
    const { executions } = executionsOf(jsonError('AccessDeniedException', 'not authorized'));
    await expect(executions.status(cutover)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

type Executions = ReturnType<typeof executionsOf>['executions'];

describe.each<[string, (executions: Executions) => Promise<unknown>]>([
  ['startRevert', (executions) => executions.startRevert('revert-api-1', input)],
  ['stop', (executions) => executions.stop(cutover, 'AlarmFired', 'why')],
  ['status', (executions) => executions.status(cutover)],
  ['describeRevert', (executions) => executions.describeRevert('revert-api-1')],
])('%s', (_, call) => {
  test.each([
    ['throttling', jsonError('ThrottlingException', 'Rate exceeded')],
    ['a fault of the service', jsonError('InternalFailure', 'sorry', 500)],
    ['a broken connection', brokenConnection()],
  ])('throws a ServiceBusyError for %s', async (_, answer) => {
    const { executions } = executionsOf(answer);
    await expect(call(executions)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });
});
