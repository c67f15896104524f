import { describe, expect, test } from '@jest/globals';
import { resourceOf, templateOf } from '../support/synth';

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
    for (const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds, JitterStrategy } of tries) {
      expect([IntervalSeconds, BackoffRate, JitterStrategy]).toEqual([1, 2, 'FULL']);
      expect(MaxAttempts).toBeLessThanOrEqual(12);
      const longest = IntervalSeconds * BackoffRate ** (MaxAttempts - 1);
      expect(Math.min(longest, MaxDelaySeconds ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(60);
    }
  });

  test.each(lambdas)('%s is tried again when Lambda was to blame', (_, state) => {
    const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(retried).toEqual(expect.arrayContaining(TRANSIENT));
  });
});

test('traffic that goes back is tried for longer than traffic that goes on', () => {
  const attempts = (id: string, state: string): number => {
    const { Properties } = resourceOf(template, 'AWS::StepFunctions::StateMachine', `${id}Machine`);
    return JSON.parse(`${Properties.DefinitionString}`).States[state].Retry[0].MaxAttempts;
  };
  expect(attempts('Revert', 'RevertTraffic')).toBeGreaterThan(attempts('Cutover', 'ShiftTraffic'));
});
