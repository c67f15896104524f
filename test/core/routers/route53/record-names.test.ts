import { describe, expect, test } from '@jest/globals';
import { plainName, sameName } from '../../../../lambdas/core/routers/route53/record-names';

describe('a name of Route 53', () => {
  test.each([
    ['API.Example.com.', 'api.example.com'],
    ['api.example.com', 'api.example.com'],
    ['\\052.example.com.', '*.example.com'],
    ['*.example.com.', '*.example.com'],
    ['a\\100b.example.com.', 'a@b.example.com'],
    ['\\101pi.example.com.', 'api.example.com'],
    ['a\\056b.example.com.', 'a\\056b.example.com'],
    ['a\\134052.example.com.', 'a\\134052.example.com'],
    ['a\\400b.example.com', 'a\\400b.example.com'],
  ])('%s is %s in the spelling of a plan', (name, plain) => {
    expect(plainName(name)).toBe(plain);
    expect(sameName(name, plain)).toBe(true);
  });

  test('is another one with another label, and when it is missing', () => {
    expect(sameName('a\\056b.example.com.', 'a.b.example.com')).toBe(false);
    expect(sameName(undefined, 'api.example.com')).toBe(false);
  });
});
