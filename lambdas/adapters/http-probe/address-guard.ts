import ipaddr from 'ipaddr.js';

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

/** Returns why a connection to an address is not allowed, in one or two words, or null if it is allowed. */
export type AddressGuard = (address: string) => string | null;

/**
 * Allows only public unicast addresses. An IPv4-mapped IPv6 address is checked as IPv4. An address that a
 * gateway translates (NAT64, 6to4, Teredo) is refused, because its destination is not known.
 */
export const publicOnly: AddressGuard = (address) => {
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
export const publicOrPrivate: AddressGuard = (address) => {
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
      'the address is not allowed: it must be public, or private where the deployment sets' +
        ' allowPrivateAddresses',
    );
  }
}
