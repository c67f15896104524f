import { expect, test } from '@jest/globals';
import { currentTime } from '../../../lambdas/steps/support/read-time';
import { began, fakeClock } from '../../support/world/cutover';

test.each([
  ['that of the function, where it is right', 0, 0],
  ['later, where the clock of the function is behind', 50, 50_000],
  ['earlier, where it is ahead', -50, -50_000],
  ['that of the function, where no service has answered yet', null, 0],
])("AWS's time is %s", (_, seconds, offMs) => {
  const { clock, setOff } = fakeClock();
  setOff(seconds);
  expect(currentTime({ clock })).toBe(Date.parse(began) + offMs);
});
