import ipaddr from 'ipaddr.js';

/** Every global unicast address of IPv6 is in here; what is left outside is special, known to ipaddr.js or not. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Clearer words for some of the ranges of ipaddr.js. */
const WORDS: Readonly<Record<string, string>> = {
  carrierGradeNat: 'carrier-grade NAT',
  linkLocal: 'link-local',
  rfc6052: 'NAT64',
  rfc6145: 'IPv4-translated',
  uniqueLocal: 'private',
};

/** Why an address must not be connected to, in a word or two, or null when it may. */
export type AddressGuard = (address: string) => string | null;

/**
 * Lets public unicast addresses through: why an address must not be connected to, in a word such as `private`, or null. An
 * IPv4 address in the guise of IPv6 is judged as what it is; one that a gateway would translate (NAT64, 6to4, Teredo) is
 * refused, because it may lead anywhere.
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

/** Lets every address through. */
export const anyAddress: AddressGuard = () => null;

/** A connection was refused before it was made, because of the address that it would have gone to. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  /** Beside the codes of Node's own connection errors. */
  readonly code = 'ADDRESS_REFUSED';

  constructor(address: string, why: string) {
    super(`address ${address} refused as ${why}`);
  }
}
