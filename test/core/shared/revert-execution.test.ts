import { describe, expect, test } from '@jest/globals';
import { revertReason, revertsCutover } from '../../../lambdas/core/shared/revert-execution';

const cutover = { execution: 'arn:e', route: 'route53/Z/a' };
const run = { status: 'FAILED', output: null, cause: null };

describe('an execution of the revert machine', () => {
  test.each<[string, unknown, boolean]>([
    ['the cutover', cutover, true],
    ['the cutover and a failure', { ...cutover, failure: {} }, true],
    ['another execution', { ...cutover, execution: 'arn:f' }, false],
    ['another route', { ...cutover, route: 'route53/Z/b' }, false],
    ['no route', { execution: 'arn:e' }, false],
    ['no execution', { route: 'route53/Z/a' }, false],
    ['nothing', null, false],
  ])('whose input has %s reverts it: %p', (_, input, expected) => {
    expect(revertsCutover({ ...run, input: JSON.stringify(input) }, cutover)).toBe(expected);
  });

  test('whose input is not JSON reverts nothing', () => {
    expect(revertsCutover({ ...run, input: '{' }, cutover)).toBe(false);
  });

  // A cutover without a route and an execution does not exist; an input without them must not match it.
  test('without a route and an execution reverts nothing', () => {
    expect(revertsCutover({ ...run, input: '{}' }, {} as typeof cutover)).toBe(false);
  });

  test.each<[string | null, string | null, string]>([
    ['{"reason":"done"}', 'x', 'done'],
    ['{"reason":7}', 'x', 'x'],
    ['{}', null, 'FAILED'],
    [null, 'timed out', 'timed out'],
    [null, null, 'FAILED'],
  ])('with output %s and cause %s says: %s', (output, cause, reason) => {
    expect(revertReason({ ...run, input: '{}', output, cause })).toBe(reason);
  });
});
