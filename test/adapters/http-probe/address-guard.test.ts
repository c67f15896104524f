import type { LookupAddress } from 'node:dns';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AddressGuard,
  anyAddress,
  publicOnly,
  publicOrNetworks,
  publicOrPrivate,
} from '../../../lambdas/adapters/http-probe/address-guard';
import { guardedLookup, type Resolve } from '../../../lambdas/adapters/http-probe/guarded-lookup';

describe('the guard', () => {
  test.each(['8.8.8.8', '52.95.110.1', '2606:4700::1111', '2a05:d018::1', '::ffff:8.8.8.8'])(
    'allows %s',
    (address) => {
      expect(publicOnly(address)).toBeNull();
    },
  );

  test.each([
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['192.0.2.1', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fd00:ec2::254', 'private'],
    ['ff02::1', 'multicast'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['::ffff:7f00:1', 'loopback'],
    ['::10.0.0.1', 'private'],
    ['::a00:1', 'not global'],
    ['64:ff9b::10.0.0.1', 'NAT64'],
    ['64:ff9b::8.8.8.8', 'NAT64'],
    ['64:ff9b:1::a00:1', 'NAT64'],
    ['::ffff:0:10.0.0.1', 'IPv4-translated'],
    ['2002:a00:1::', '6to4'],
    ['2001:0:a00:1::', 'teredo'],
    ['2001:db8::1', 'reserved'],
    ['4000::1', 'not global'],
    ['nonsense', 'not an address'],
    ['', 'not an address'],
  ])('refuses %s as %s', (address, why) => {
    expect(publicOnly(address)).toBe(why);
  });

  it('refuses every private IPv4 address, also as an IPv6 address', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, (a, b, c) => {
        for (const prefix of ['', '::ffff:', '::', '64:ff9b::', '::ffff:0:']) {
          expect(publicOnly(`${prefix}10.${a}.${b}.${c}`)).not.toBeNull();
        }
      }),
    );
  });
});

describe('the guard of the hook, which may use private addresses', () => {
  test.each([
    '8.8.8.8',
    '2606:4700::1111',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('allows %s', (address) => {
    expect(publicOrPrivate(address)).toBeNull();
  });

  test.each([
    ...['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1'],
    ...['169.254.169.254', '169.254.170.2', 'fe80::1', 'fe80::1%eth0', '::ffff:169.254.169.254'],
    ...['fd00:ec2::254', 'fd00:ec2::253'],
    ...['224.0.0.1', '239.255.255.255', 'ff02::1', '::ffff:224.0.0.1'],
    ...['0.0.0.0', '0.1.2.3', '::', '::ffff:0.0.0.0', '255.255.255.255', '::ffff:255.255.255.255'],
    ...['240.0.0.1', '192.0.2.1', '64:ff9b::a00:1', '2002:a00:1::', '::ffff:0:10.0.0.1', 'nonsense', ''],
  ])('refuses %s', (address) => {
    expect(publicOrPrivate(address)).not.toBeNull();
  });

  it('refuses every loopback and link-local IPv4 address, also as an IPv6 address', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, (a, b, c) => {
        for (const prefix of ['', '::ffff:', '::', '64:ff9b::', '::ffff:0:']) {
          expect(publicOrPrivate(`${prefix}127.${a}.${b}.${c}`)).not.toBeNull();
          expect(publicOrPrivate(`${prefix}169.254.${b}.${c}`)).not.toBeNull();
        }
      }),
    );
  });
});

describe('the guard of a deployment with private networks', () => {
  const guard = publicOrNetworks([
    { cidr: '10.1.0.0/16', ports: [80, 443] },
    { cidr: '10.1.2.0/24', ports: [8443] },
    { cidr: '192.168.7.9', ports: [443] },
    { cidr: 'fd12:3456::/32', ports: [443] },
  ]);

  test.each([
    ['8.8.8.8', 443],
    ['8.8.8.8', 25],
    ['10.1.0.0', 443],
    ['10.1.255.255', 80],
    ['10.1.2.3', 8443],
    ['::ffff:10.1.2.3', 443],
    ['::ffff:a01:203', 443],
    ['192.168.7.9', 443],
    ['fd12:3456::1', 443],
    ['FD12:3456:0:0::1', 443],
    ['fd12:3456::1%eth0', 443],
  ])('allows %s at port %i', (address, port) => {
    expect(guard(address, port)).toBeNull();
  });

  test.each([
    ['10.1.0.1', 22],
    ['10.1.3.3', 8443],
    ['10.2.0.1', 443],
    ['192.168.7.8', 443],
    ['fd12:3457::1', 443],
    ['fd12:3456::1', 80],
    ['::ffff:10.2.0.1', 443],
    ['64:ff9b::a01:203', 443],
  ])('refuses %s at port %i', (address, port) => {
    expect(guard(address, port)).not.toBeNull();
  });

  it('refuses loopback, link-local, multicast and the services of an instance inside of any network', () => {
    const everything = publicOrNetworks(
      ['0.0.0.0/0', '::/0', 'fc00::/7', '127.0.0.1', '169.254.169.254', '::ffff:0:0/96'].map((cidr) => ({
        cidr,
        ports: [80, 443],
      })),
    );
    const never = [
      ...['127.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254', '169.254.170.2', '::ffff:a9fe:a9fe'],
      ...['fe80::1', 'fd00:ec2::254', 'fd00:ec2::253', '224.0.0.1', 'ff02::1', '255.255.255.255', '0.0.0.0'],
    ];
    expect(never.filter((address) => everything(address, 80) === null)).toEqual([]);
    expect(everything('10.2.3.4', 80)).toBeNull();
  });

  it('allows exactly the addresses of its networks', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, fc.constantFrom(80, 443, 8443, 22), (a, b, c, port) => {
        const isIn = a === 1 && ([80, 443].includes(port) || (b === 2 && port === 8443));
        expect(guard(`10.${a}.${b}.${c}`, port) === null).toBe(isIn);
        expect(guard(`::ffff:10.${a}.${b}.${c}`, port) === null).toBe(isIn);
      }),
    );
  });

  it('allows the same at the ports of no network as publicOnly', () => {
    const none = publicOrNetworks([]);
    for (const address of ['8.8.8.8', '10.1.0.1', '127.0.0.1', 'nonsense', '']) {
      expect(none(address, 443)).toBe(publicOnly(address));
    }
  });
});

describe('the guarded lookup', () => {
  const found = (...addresses: string[]): LookupAddress[] =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const lookup = (resolve: Resolve, options = {}, guard: AddressGuard = publicOnly) =>
    new Promise<unknown[]>((done) => {
      guardedLookup(guard, 443, resolve)('gw-api.example.com', options, (...answer) => done(answer));
    });

  it('returns only public addresses, in their order', async () => {
    const resolve: Resolve = async () => found('10.0.0.1', '8.8.8.8', '::1', '2606:4700::1111', '127.0.0.1');
    expect(await lookup(resolve, { all: true })).toEqual([null, found('8.8.8.8', '2606:4700::1111')]);
    expect(await lookup(resolve)).toEqual([null, '8.8.8.8', 4]);
  });

  it('refuses a name without a public address', async () => {
    for (const options of [{}, { all: true }]) {
      const [error] = await lookup(async () => found('10.0.0.1', '127.0.0.1'), options);
      expect(error).toMatchObject({
        code: 'ADDRESS_REFUSED',
        message: expect.stringMatching(
          /^the address is not allowed: .*allowedPrivateNetworks of the deployment, at one of its ports$/,
        ),
      });
    }
    const [error] = await lookup(async () => []);
    expect(error).toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('returns all addresses if all are allowed', async () => {
    const resolve: Resolve = async () => found('10.0.0.1', '127.0.0.1');
    expect(await lookup(resolve, { all: true }, anyAddress)).toEqual([null, found('10.0.0.1', '127.0.0.1')]);
  });

  it('requests all addresses of the family of the connection', async () => {
    const asked: unknown[] = [];
    const resolve: Resolve = async (hostname, options) => {
      asked.push([hostname, options]);
      return found('8.8.8.8');
    };
    await lookup(resolve, { family: 6, hints: 32 });
    await lookup(resolve);
    expect(asked).toEqual([
      ['gw-api.example.com', { all: true, family: 6, hints: 32 }],
      ['gw-api.example.com', { all: true, family: 0, hints: 0 }],
    ]);
  });

  it('returns the error of the resolver', async () => {
    const error = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    expect((await lookup(() => Promise.reject(error)))[0]).toBe(error);
  });
});
