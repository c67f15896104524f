import { describe, expect, test } from '@jest/globals';
import type { AlarmSetup } from '../../../../lib/rehearsal/aws/alarms/alarm-setup';
import { initialState, nextState, pointsOf } from '../../../../lib/rehearsal/aws/alarms/alarm-state';

const setup = (over: Partial<AlarmSetup> = {}): AlarmSetup => ({
  ...{ periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 3 },
  ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 0, ...over },
});
const point = (failed: number) => ({ requests: 100, failed, p99Ms: 40, addedMs: 0 });
const before = { state: 'ALARM', reason: 'before' } as const;
const stateOf = (over: Partial<AlarmSetup>, ...failed: number[]) =>
  nextState(setup(over), ['errors'], failed.map(point), before).state;

describe('an alarm without any data', () => {
  test.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['notBreaching', 'OK'],
    ['breaching', 'ALARM'],
    ['ignore', before.state],
  ] as const)('that treats it as %s is in %s', (treatMissingData, state) => {
    expect(stateOf({ treatMissingData })).toBe(state);
  });

  test('keeps its reason as well when it ignores that', () => {
    expect(nextState(setup({ treatMissingData: 'ignore' }), ['errors'], [], before)).toEqual(before);
  });

  test('is in ALARM from the start when it treats that as breaching, unless its path serves', () => {
    const states = (treatMissingData: 'breaching' | 'ignore' | 'missing') =>
      [false, true].map((serves) => initialState(setup({ treatMissingData }), serves).state);
    expect(states('breaching')).toEqual(['ALARM', 'OK']);
    expect(states('ignore')).toEqual(['OK', 'OK']);
    expect(states('missing')).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
  });
});

test.each([
  [[5], 'ALARM'],
  [[5, 0], 'OK'],
  [[0, 0], 'OK'],
  [[5, 5, 5], 'ALARM'],
] as const)('missing periods that count as breaching complete %j to %s', (failed, state) => {
  expect(stateOf({ treatMissingData: 'breaching' }, ...failed)).toBe(state);
});

test('a count of errors has no data in periods without an error, and a latency has', () => {
  const range = [point(0), null, point(5), point(7), point(1)];
  const sparse = setup({ sparseErrors: true });
  expect(pointsOf(sparse, ['errors'], range)).toEqual([point(5), point(7), point(1)]);
  expect(pointsOf(sparse, ['latency'], range)).toEqual([point(0), point(5), point(7)]);
});
