import { expect, test } from '@jest/globals';
import { mayBeAlias } from '../../../../lambdas/core/routers/route53/alias-rules';

const OWN = 'Z0123456789ABCDEFGHIJ';

test.each([
  ['A', 'ZLY8HYME6SFDD', true],
  ['AAAA', 'ZLY8HYME6SFDD', true],
  ['CNAME', 'ZLY8HYME6SFDD', false],
  ['HTTPS', 'ZLY8HYME6SFDD', false],
  ['SVCB', 'ZLY8HYME6SFDD', false],
  ['HTTPS', 'Z2FDTNDATAQYW2', true],
  ['HTTPS', 'Z3RFFRIM2A3IF5', true],
  ['SVCB', 'Z2FDTNDATAQYW2', false],
  ['CNAME', 'Z2FDTNDATAQYW2', false],
  ['CNAME', OWN, true],
  ['SVCB', OWN, true],
])('an alias of the type %s may lead to zone %s: %p', (type, target, may) => {
  expect(mayBeAlias(type, target, OWN)).toBe(may);
});
