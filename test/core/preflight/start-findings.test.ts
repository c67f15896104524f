import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startFindings } from '../../../lambdas/core/preflight/start-findings';
import { planOf } from '../../support/plans/plans';

const stages = (...percents: number[]) => percents.map((percent) => ({ percent, soakSeconds: 60 }));
const up = (...percents: number[]) => planOf({ stages: stages(...percents) });
const down = (...percents: number[]) => planOf({ direction: 'down', stages: stages(...percents) });
const BACK =
  'to go back, start the plan that "cutover plan FILE --undo --old-url URL --old-alarm NAME" makes of this' +
  ' one: its stages fall, and each is monitored on the old path';

test.each([
  ['at 0 %', up(10, 25), 0],
  ['from 25 % to 100 %', up(50, 100), 25],
  ['with a first stage that moves nothing', up(25, 100), 25],
  ['between whole percents', up(34, 100), 100 / 3],
  ['from 100 % down', down(50, 0), 100],
  ['from 25 % down', down(25, 10), 25],
])('a plan begins %s', (_, plan, percent) => {
  expect(startFindings(plan, percent)).toEqual([]);
});

test.each([
  [
    'nothing to do at 100 %',
    up(20, 100),
    100,
    'there is nothing to do: api.example.com has 100 % on the new path already, as in the last stage',
    `to go on, let "cutover decommission FILE" show what of the old path can go; ${BACK}`,
  ],
  [
    'nothing to do at 25 %',
    up(10, 25),
    25,
    'there is nothing to do: api.example.com has 25 % on the new path already, as in the last stage',
    `to go on, start a plan whose stages rise above 25 %; ${BACK}`,
  ],
  [
    'nothing to do at 0 %',
    down(50, 0),
    0,
    'there is nothing to do: api.example.com has 0 % on the new path already, as in the last stage',
    'to go up again, start a plan with direction: up whose stages rise above 0 %',
  ],
  [
    'a route beyond the last stage',
    up(10, 25),
    40,
    'api.example.com has 40 % on the new path already, above the 25 % of the last stage',
    `to go on, start a plan whose stages rise above 40 %; ${BACK}`,
  ],
  [
    'a route below the last stage of a plan down',
    down(50, 25),
    10,
    'api.example.com has 10 % on the new path already, below the 25 % of the last stage',
    'to go on, start a plan whose stages fall below 10 %;' +
      ' to go up again, start a plan with direction: up whose stages rise above 10 %',
  ],
  [
    'a route between the stages',
    up(10, 20, 100),
    100 / 3,
    'api.example.com has 33.33 % on the new path, and the first stage is at 10 %',
    'leave out the stages of 10 %, 20 %, so that the plan rises from 33.33 %, and start again',
  ],
  [
    'a route between the stages of a plan down',
    down(50, 0),
    25,
    'api.example.com has 25 % on the new path, and the first stage is at 50 %',
    'leave out the stage of 50 %, so that the plan falls from 25 %, and start again',
  ],
])('%s is found, with how to go on and back', (_, plan, percent, problem, remedy) => {
  expect(startFindings(plan, percent)).toEqual([{ problem, remedy }]);
});

test('no remedy asks for weights: live traffic moves in monitored stages alone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (percent, percents, falls) => {
        const sorted = percents.sort((a, b) => (falls ? b - a : a - b));
        for (const { remedy } of startFindings((falls ? down : up)(...sorted), percent)) {
          expect(remedy).not.toMatch(/weight|\d+\/\d+|set the/);
        }
      },
    ),
  );
});
