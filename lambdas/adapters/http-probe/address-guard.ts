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

/** Allows every address. */
export const anyAddress: AddressGuard = () => null;

/** The guard refused an address, so no connection was made. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  /** In addition to the codes of Node.js's own connection errors. */
  readonly code = 'ADDRESS_REFUSED';

  constructor(address: string, why: string) {
    super(`address ${address} refused as ${why}`);
  }
}
