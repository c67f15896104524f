import { expect, test } from '@jest/globals';
import { alarmRanges } from '../../../lib/simulation/reference/alarm-ranges';

test.each([
  [[], { shortest: 0, longest: 0 }],
  [[[60, 3]], { shortest: 300, longest: 300 }],
  [
    [
      [60, 3],
      [10, 1],
      [300, 1],
    ],
    { shortest: 30, longest: 660 },
  ],
])('alarms with the periods and their numbers %j reach back for %j', (alarms, ranges) => {
  const setups = alarms.map(([periodSeconds = 0, evaluationPeriods = 0]) => ({
    ...{ periodSeconds, evaluationPeriods },
  }));
  expect(alarmRanges(setups)).toEqual(ranges);
});
