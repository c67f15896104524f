import { describe, expect, test } from '@jest/globals';
import { resourceOf, templateOf } from '../support/templates/synth';

interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy: string;
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retry[];
}

const template = templateOf();
/** The errors that Step Functions reports when a Lambda function could not be invoked or did not respond. */
const TRANSIENT = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const QUARTER_HOUR = 900;

/** How often a state is retried after an error. Step Functions uses the first retrier that matches. */
function attemptsOn(error: string, { Retry = [] }: State): number {
  const first = Retry.find(({ ErrorEquals }) =>
    ErrorEquals.some((one) => [error, 'States.ALL'].includes(one)),
  );
  return first?.MaxAttempts ?? 0;
}

/** The maximum of each wait of a retrier; jitter makes waits shorter. */
function waitsOf({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds = Infinity }: Retry): number[] {
  return Array.from({ length: MaxAttempts }, (_, i) =>
    Math.min(IntervalSeconds * BackoffRate ** i, MaxDelaySeconds),
  );
}

describe.each(['Cutover', 'Revert'])('the deployed state machine %s', (id) => {
  const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
  const asl = JSON.parse(`${Properties.DefinitionString}`);
  const tasks = Object.entries<State>(asl.States).filter(([, { Type }]) => Type === 'Task');
  const lambdas = tasks.filter(([, { Resource }]) => Resource?.startsWith('${'));

  test('has a time-out within the limit of Step Functions', () => {
    expect(asl.TimeoutSeconds).toBeGreaterThan(0);
    expect(asl.TimeoutSeconds).toBeLessThanOrEqual(366 * 86_400);
  });

  test.each(tasks)('%s has a time-out, and retries with exponential backoff and jitter', (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    const retries = (state.Retry ?? []).filter(({ MaxAttempts }) => MaxAttempts !== 0);
    expect(retries.length).toBeGreaterThan(0);
    for (const retry of retries) {
      expect(retry).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: 'FULL' });
      const waits = waitsOf(retry);
      expect(Math.max(...waits)).toBeLessThanOrEqual(60);
      expect(waits.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(QUARTER_HOUR);
    }
  });

  test.each(lambdas)('%s is retried after a failure of Lambda', (_, state) => {
    for (const error of TRANSIENT) {
      expect(attemptsOn(error, state)).toBeGreaterThan(1);
    }
  });
});

test('RevertTraffic is retried more often than ShiftTraffic', () => {
  const attempts = (id: string, state: string): number => {
    const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
    return attemptsOn('ServiceBusyError', JSON.parse(`${Properties.DefinitionString}`).States[state]);
  };
  expect(attempts('Revert', 'RevertTraffic')).toBeGreaterThan(attempts('Cutover', 'ShiftTraffic'));
});
