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
/** What a Lambda function that could not be invoked, or did not answer, looks like to a state machine. */
const TRANSIENT = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const QUARTER_HOUR = 900;

/** How often a state is tried again after an error: the first retrier that names it counts. */
function attemptsOn(error: string, { Retry = [] }: State): number {
  const first = Retry.find(({ ErrorEquals }) =>
    ErrorEquals.some((one) => [error, 'States.ALL'].includes(one)),
  );
  return first?.MaxAttempts ?? 0;
}

/** The longest that each wait of a retrier can be; jitter makes it shorter. */
function waitsOf({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds = Infinity }: Retry): number[] {
  return Array.from({ length: MaxAttempts }, (_, i) =>
    Math.min(IntervalSeconds * BackoffRate ** i, MaxDelaySeconds),
  );
}

describe.each(['Cutover', 'Revert'])('the machine %s, as it is deployed', (id) => {
  const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
  const asl = JSON.parse(`${Properties.DefinitionString}`);
  const tasks = Object.entries<State>(asl.States).filter(([, { Type }]) => Type === 'Task');
  const lambdas = tasks.filter(([, { Resource }]) => Resource?.startsWith('${'));

  test('ends, within what Step Functions allows', () => {
    expect(asl.TimeoutSeconds).toBeGreaterThan(0);
    expect(asl.TimeoutSeconds).toBeLessThanOrEqual(366 * 86_400);
  });

  test.each(tasks)('%s ends, and waits longer and at random before each new try', (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    const tries = (state.Retry ?? []).filter(({ MaxAttempts }) => MaxAttempts !== 0);
    expect(tries.length).toBeGreaterThan(0);
    for (const retry of tries) {
      expect(retry).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: 'FULL' });
      const waits = waitsOf(retry);
      expect(Math.max(...waits)).toBeLessThanOrEqual(60);
      expect(waits.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(QUARTER_HOUR);
    }
  });

  test.each(lambdas)('%s is tried again when Lambda was to blame', (_, state) => {
    for (const error of TRANSIENT) {
      expect(attemptsOn(error, state)).toBeGreaterThan(1);
    }
  });
});

test('traffic that goes back is tried for longer than traffic that goes on', () => {
  const attempts = (id: string, state: string): number => {
    const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
    return attemptsOn('ServiceBusyError', JSON.parse(`${Properties.DefinitionString}`).States[state]);
  };
  expect(attempts('Revert', 'RevertTraffic')).toBeGreaterThan(attempts('Cutover', 'ShiftTraffic'));
});
