import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { revertName } from '../../../lambdas/core/shared/revert-name';

const arn = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`;
const executionName = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);

test('the name of a revert is that of its cutover with a prefix', () => {
  expect(revertName(arn('api-1'))).toBe('revert-api-1');
});

test('a name of 80 characters is not cut', () => {
  expect(revertName(arn('n'.repeat(73)))).toBe(`revert-${'n'.repeat(73)}`);
});

test.each([
  ['n'.repeat(74), '8fd53f2d'],
  ['n'.repeat(75), 'afb29679'],
  [`${'n'.repeat(70)}0400`, '0656d7e1'],
])('the name for %s is cut and ends in its FNV-1a hash', (name, hash) => {
  expect(revertName(arn(name))).toBe(`revert-${'n'.repeat(64)}-${hash}`);
});

test('the name is valid for Step Functions, and always the same', () => {
  fc.assert(
    fc.property(executionName, (name) => {
      expect(revertName(arn(name))).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      expect(revertName(arn(name))).toBe(revertName(arn(name)));
    }),
  );
});

test('two cutovers have different names, even with the same long beginning', () => {
  const twoNames = fc.tuple(fc.constantFrom('', 'n'.repeat(70)), executionName, executionName);
  fc.assert(
    fc.property(twoNames, ([start, a, b]) => {
      const [one, two] = [a, b].map((end) => `${start}${end}`.slice(0, 80));
      fc.pre(one !== two);
      expect(revertName(arn(`${one}`))).not.toBe(revertName(arn(`${two}`)));
    }),
  );
});
