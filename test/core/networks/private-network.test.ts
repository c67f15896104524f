import { describe, expect, test } from '@jest/globals';
import { privateNetworkSchema } from '../../../lambdas/core/networks/private-network';
import { check, describeProblems } from '../../../lambdas/core/validation/problems';

const checked = (value: unknown) => check(privateNetworkSchema(), value);
const problemsOf = (value: unknown) => {
  const found = checked(value);
  return found.ok ? '' : describeProblems(found.problems);
};

describe('a private network', () => {
  test('has the ports 80 and 443 by default', () => {
    expect(checked({ cidr: '10.1.0.0/16' })).toEqual({
      ok: true,
      value: { cidr: '10.1.0.0/16', ports: [80, 443] },
    });
    expect(checked({ cidr: 'fd12::/48', ports: [8443] })).toMatchObject({ value: { ports: [8443] } });
  });

  test.each([
    [{}, /^cidr: is missing; must be an IP address, or a range/],
    [{ cidr: '10.1.0.1/16' }, /^cidr: is "10.1.0.1\/16"; must be an IP address, or a range/],
    [{ cidr: '10.1.0.0/16', ports: [] }, /^ports: is an empty list; must be a list of 1 to 20 ports/],
    [
      { cidr: '10.1.0.0/16', ports: [65_536] },
      /^ports\[0\]: is 65536; must be a whole number from 1 to 65535/,
    ],
    [{ cidr: '10.1.0.0/16', port: 443 }, /^port: is not a field/],
  ])('is refused: %j', (value, message) => {
    expect(problemsOf(value)).toMatch(message);
  });
});
