import { describe, expect, test } from '@jest/globals';
import { revertFunctions } from '../../../lib/workflow/functions/revert-concurrency';
import { functionNames } from '../../../lib/workflow/tasks';
import { resourceOf, templateOf } from '../../support/templates/synth';

const reservedIn = (template: ReturnType<typeof templateOf>) =>
  Object.fromEntries(
    functionNames.flatMap((name) => {
      const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${name}Function`);
      const { ReservedConcurrentExecutions: reserved } = Properties as Record<string, unknown>;
      return reserved === undefined ? [] : [[name, reserved]];
    }),
  );

describe('the concurrency of Lambda', () => {
  test('is reserved for no function by default', () => {
    expect(reservedIn(templateOf())).toEqual({});
  });

  test('is reserved for each function that a revert needs, and for no other', () => {
    expect(reservedIn(templateOf({ revertConcurrency: 2 }))).toEqual({
      RevertTraffic: 2,
      CheckPropagation: 2,
      StopDeployment: 2,
      RestoreRecords: 2,
      ReleaseLock: 2,
      RecordFailure: 2,
      CheckRevert: 2,
      GuardExecution: 2,
      GuardAlarm: 2,
      Reconcile: 2,
    });
  });

  test.each([0, 1.5, -1, Number.NaN])('is refused at synth when it is %s', (revertConcurrency) => {
    expect(revertFunctions()).toHaveLength(10);
    expect(() => templateOf({ revertConcurrency })).toThrow(
      `revertConcurrency: is ${revertConcurrency}; must be a whole number of at least 1: it is reserved ` +
        'for each of 10 functions',
    );
  });
});
