import { describe, expect, test } from '@jest/globals';
import {
  type AlarmSetup,
  metricPeriodSeconds,
  setupOfEach,
} from '../../../../lib/rehearsal/aws/alarms/alarm-setup';

const common: AlarmSetup = {
  ...{ periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 },
  ...{ errorRatePercent: 1, p99Ms: 1_000, delaySeconds: 10, treatMissingData: 'ignore' },
};

describe('the setup of each alarm', () => {
  test('is that of all without overrides', () => {
    expect(setupOfEach(common, 2)).toEqual([common, common]);
  });

  test('has what an override gives it, and the rest of all alarms', () => {
    const overrides = [
      { index: 1, periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 },
      { index: 2, treatMissingData: 'missing' },
    ] as const;
    expect(setupOfEach({ ...common, overrides }, 3)).toEqual([
      common,
      { ...common, periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 },
      { ...common, treatMissingData: 'missing' },
    ]);
  });

  test.each([
    [1, 1],
    [3, 3],
    [5, 3],
  ])('of %i periods, %i must breach unless it says how many', (evaluationPeriods, datapointsToAlarm) => {
    const { datapointsToAlarm: _, ...unsaid } = common;
    expect(setupOfEach({ ...unsaid, evaluationPeriods }, 1)).toEqual([
      { ...common, evaluationPeriods, datapointsToAlarm },
    ]);
    expect(setupOfEach({ ...unsaid, overrides: [{ index: 0, evaluationPeriods }] }, 1)).toEqual([
      { ...common, evaluationPeriods, datapointsToAlarm },
    ]);
  });

  test('has what is for an index that is too high in the last alarm; the first override counts', () => {
    const last = { ...common, periodSeconds: 10 };
    const high = { index: 99, periodSeconds: 10 };
    const own = { index: 1, periodSeconds: 300 };
    expect(setupOfEach({ ...common, overrides: [high] }, 2)).toEqual([common, last]);
    expect(setupOfEach({ ...common, overrides: [high, own] }, 2)).toEqual([common, last]);
    expect(setupOfEach({ ...common, overrides: [own, high] }, 2)[1]?.periodSeconds).toBe(300);
  });
});

test.each([
  [[60, 300], 60],
  [[60, 10], 10],
  [[90, 60], 10],
])('alarms with periods of %j s need metrics of %i s', (periods, seconds) => {
  const setups = periods.map((periodSeconds) => ({ ...common, periodSeconds }));
  expect(metricPeriodSeconds(setups)).toBe(seconds);
});
