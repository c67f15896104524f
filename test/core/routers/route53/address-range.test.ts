import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { addressRangeSchema, isInRange } from '../../../../lambdas/core/routers/route53/address-range';
import { check } from '../../../../lambdas/core/validation/problems';

const isRange = (text: unknown) => check(addressRangeSchema, text).ok;

describe('a range of addresses', () => {
  test.each([
    '192.0.2.7',
    '192.0.2.0/24',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '192.0.2.7/32',
    '2001:db8::/32',
    '2001:DB8:0:0:0:0:0:1',
    '::/0',
    '::',
    '::ffff:192.0.2.0/120',
    '1:2:3:4:5:6:7:8/128',
  ])('may be %s', (text) => {
    expect(isRange(text)).toBe(true);
  });

  test.each([
    '',
    7,
    'api.example.com',
    '192.0.2.1/24',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/2 4',
    'x192.0.2.0',
    '192.0.2.0/24x',
    '1922.0.2.0',
    '0192.0.2.0',
    '192.0.2.0a',
    'a192.0.2.0',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.0x1',
    '192.0.2.0.0',
    '2001:db8::1/32',
    '2001:db8::/129',
    '2001:db8::1::2',
    '1:2:3:4:5:6:7',
    'fe80::1%eth0',
  ])('is not %j', (text) => {
    expect(isRange(text)).toBe(false);
  });

  test('is described with an example', () => {
    expect(check(addressRangeSchema, '10.0.0.1/8')).toMatchObject({
      problems: [{ message: expect.stringMatching(/^is "10.0.0.1\/8"; must be an IP address, or a range/) }],
    });
  });
});

describe('an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.3.7', '192.0.2.0/24', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '0.0.0.0/0', true],
    ['192.0.2.7', '::/0', false],
    ['::ffff:192.0.2.7', '192.0.2.0/24', false],
    ['2001:db8:0::7', '2001:db8::/32', true],
    ['2001:db9::7', '2001:db8::/32', false],
    ['192.0.2.0/25', '192.0.2.0/24', false],
    ['api.example.com', '0.0.0.0/0', false],
    ['192.0.2.7', 'all', false],
  ])('%s in %s: %s', (address, range, is) => {
    expect(isInRange(address, range)).toBe(is);
  });

  test('lies in the ranges that ipaddr.js says it does', () => {
    const either = fc.oneof(
      fc.record({ address: fc.ipV4(), other: fc.ipV4(), prefix: fc.integer({ min: 0, max: 32 }) }),
      fc.record({ address: fc.ipV6(), other: fc.ipV6(), prefix: fc.integer({ min: 0, max: 128 }) }),
    );
    fc.assert(
      fc.property(either, fc.boolean(), ({ address, other, prefix }, own) => {
        const base = `${own ? address : other}/${prefix}`;
        const network = base.includes(':')
          ? ipaddr.IPv6.networkAddressFromCIDR(base)
          : ipaddr.IPv4.networkAddressFromCIDR(base);
        const expected = ipaddr.parse(address).match(ipaddr.parseCIDR(base));
        expect(isInRange(address, `${network.toString()}/${prefix}`)).toBe(expected);
      }),
    );
  });
});
