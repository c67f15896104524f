import { describe, expect, test } from '@jest/globals';
import { guessSignals } from '../../../../lib/rehearsal/aws/alarms/alarm-signals';
import { targetState } from '../../../../lib/rehearsal/aws/alarms/alarm-targets';

const setup = {
  ...{ periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 },
  ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 0 },
};
const before = { state: 'OK', reason: 'before' } as const;

describe('an alarm on the number of healthy targets', () => {
  test.each([
    [[2, 2, 2], 'OK'],
    [[0, 2, 2], 'OK'],
    [[0, 0, 2], 'ALARM'],
    [[2, 0, 0], 'ALARM'],
    [[2, 2, 0, 0], 'OK'],
    [[null, 0, 0], 'ALARM'],
    [[null, null, null, null, null], 'INSUFFICIENT_DATA'],
  ] as const)('with the samples %j is in %s', (samples, state) => {
    expect(targetState(setup, samples, before).state).toBe(state);
  });

  test('breaches below the number that the scenario gives', () => {
    expect(targetState({ ...setup, minHealthyTargets: 2 }, [1, 1, 2], before)).toEqual({
      state: 'ALARM',
      reason: 'healthy targets 1 < 2 for 2 of 3 periods of 60 s',
    });
  });
});

test.each([
  [['api-healthy-hosts'], [['targets']]],
  [
    ['HealthyHostCount-low', 'api-5xx'],
    [['targets'], ['errors', 'latency']],
  ],
  [
    ['unhealthy-targets', 'api-5xx', 'api-p99'],
    [['targets'], ['errors'], ['latency']],
  ],
  [['api-health'], [['errors', 'latency']]],
])('alarms named %j measure %j', (names, signals) => {
  expect(guessSignals(names)).toEqual(signals);
});
