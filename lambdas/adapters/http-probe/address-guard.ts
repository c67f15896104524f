import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { PrivateNetwork } from '../../core/networks/private-network';

/**
 * All global unicast addresses of IPv6. Every other address is special, whether or not ipaddr.js knows its
 * range.
 */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Clearer names for some ranges of ipaddr.js. */
const WORDS: Readonly<Record<string, string>> = {
  carrierGradeNat: 'carrier-grade NAT',
  linkLocal: 'link-local',
  rfc6052: 'NAT64',
  rfc6145: 'IPv4-translated',
  uniqueLocal: 'private',
};

/**
 * Returns why a connection to an address is not allowed at a port, in one or two words, or null if it is
 * allowed.
 */
export type AddressGuard = (address: string, port: number) => string | null;

/**
 * Allows only public unicast addresses. An IPv4-mapped IPv6 address is checked as IPv4. An address that a
 * gateway translates (NAT64, 6to4, Teredo) is refused, because its destination is not known.
 */
export const publicOnly = (address: string): string | null => {
  if (!ipaddr.isValid(address)) {
    return 'not an address';
  }
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range !== 'unicast') {
    return WORDS[range] ?? range;
  }
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6) ? null : 'not global';
};

/** Ranges of networks that people own. Everything else that is not public is never a new path. */
const PRIVATE_RANGES = ['private', 'carrierGradeNat', 'uniqueLocal'];

/** The metadata of an instance, its DNS and its clock, over IPv6 (Amazon EC2 User Guide). */
const AWS_LOCAL_IPV6 = ipaddr.parseCIDR('fd00:ec2::/32');

/**
 * Allows public and private addresses. Loopback, link-local (with the credentials of the function at
 * 169.254.170.2 and fd00:ec2::254), multicast, broadcast and unspecified addresses stay refused, also as
 * IPv4-mapped IPv6 addresses.
 */
export const publicOrPrivate = (address: string): string | null => {
  const why = publicOnly(address);
  if (why === null || !ipaddr.isValid(address)) {
    return why;
  }
  const parsed = ipaddr.process(address);
  if (!PRIVATE_RANGES.includes(parsed.range())) {
    return why;
  }
  return parsed.kind() === 'ipv6' && parsed.match(AWS_LOCAL_IPV6) ? 'link-local' : null;
};

/**
 * Allows public addresses, and those of some private networks at some ports. What `publicOrPrivate` refuses
 * stays refused, also inside of a network that was given.
 */
export function publicOrNetworks(networks: readonly PrivateNetwork[]): AddressGuard {
  const allowed = networks.map(({ cidr, ports }) => ({ ports, addresses: addressesOf(cidr) }));
  return (address, port) => {
    const why = publicOnly(address);
    if (why === null || publicOrPrivate(address) !== null) {
      return why;
    }
    const parsed = ipaddr.process(address);
    // Without a zone such as "%eth0", which says from where an address is reached.
    const [plain = ''] = parsed.toString().split('%');
    const isAllowed = allowed.some(
      ({ ports, addresses }) => ports.includes(port) && addresses.check(plain, parsed.kind()),
    );
    return isAllowed ? null : why;
  };
}

function addressesOf(cidr: string): BlockList {
  const [first = '', prefix] = cidr.split('/');
  const family = ipaddr.parse(first).kind();
  const list = new BlockList();
  list.addSubnet(first, prefix === undefined ? bitsOf(family) : Number(prefix), family);
  return list;
}

function bitsOf(family: 'ipv4' | 'ipv6'): number {
  return family === 'ipv4' ? 32 : 128;
}

/** Allows every address: only where the operator types the URL, and in tests. */
export const anyAddress: AddressGuard = () => null;

/**
 * The guard refused an address, so no connection was made. There is one text for all of them, without the
 * address: a plan must not find out what a name resolves to inside of a network.
 */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  /** In addition to the codes of Node.js's own connection errors. */
  readonly code = 'ADDRESS_REFUSED';

  constructor() {
    super(
      'the address is not allowed: it must be public, or in one of the allowedPrivateNetworks of the' +
        ' deployment, at one of its ports',
    );
  }
}
