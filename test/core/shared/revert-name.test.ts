import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REVERT_NAMES, revertName } from '../../../lambdas/core/shared/revert-name';

const arn = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`;
const executionName = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);

test('the name of a revert is that of its cutover with a prefix', () => {
  expect(revertName(arn('api-1'))).toBe('revert-api-1');
});

test('a name of 80 characters is not cut', () => {
  expect(revertName(arn('n'.repeat(73)))).toBe(`revert-${'n'.repeat(73)}`);
});

test.each([
  ['n'.repeat(74), '1e543de2693ee70353ee2fb97acf79c3'],
  ['n'.repeat(75), '0b22f5112d6641184614b93a1d4ab7df'],
])('the name for %s is cut and ends in the FNV-1a hash of its ARN, of 128 bits', (name, hash) => {
  expect(revertName(arn(name))).toBe(`revert-${'n'.repeat(40)}-${hash}`);
});

test('the names of cutovers of another machine, account or region differ where they are cut', () => {
  const name = 'n'.repeat(80);
  expect(revertName(arn(name).replace('eu-west-1', 'eu-west-2'))).not.toBe(revertName(arn(name)));
});

test('every later name is another one, and belongs to this cutover alone', () => {
  const names = [...Array(REVERT_NAMES).keys()].map((attempt) => revertName(arn('api'), attempt));
  expect(new Set(names).size).toBe(REVERT_NAMES);
  expect(names[1]).toMatch(/^revert-api-[0-9a-f]{32}-2$/);
  expect(names).not.toContain(revertName(arn('api-2')));
});

test('the name is valid for Step Functions, and always the same', () => {
  fc.assert(
    fc.property(executionName, (name) => {
      expect(revertName(arn(name))).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      expect(revertName(arn(name), REVERT_NAMES - 1)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
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
