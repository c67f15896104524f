import { BlockList } from 'node:net';
import * as v from 'valibot';
import { type AllowedNetwork, privateNetworkSchema } from '../../lambdas/core/networks/private-network';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import type { ReplacedProps } from '../shared/known-props';
import { isKnownLater } from '../shared/lookups';
import { orToken } from './routers/routes';

const MAX_NETWORKS = 20;

const networksSchema = v.strictObject({
  allowedPrivateNetworks: v.pipe(
    v.array(privateNetworkSchema(orToken)),
    v.maxLength(MAX_NETWORKS, `must be a list of 0 to ${MAX_NETWORKS} private networks`),
  ),
});

/** What replaces the flag `allowPrivateAddresses`. */
export const USE_NETWORKS =
  'allowedPrivateNetworks, a list of networks with their ports, such as [{ "cidr": "10.1.0.0/16" }]';

/** Networks that nobody may connect to, by their names. */
const NEVER: readonly (readonly [string, string])[] = [
  ['"this network"', '0.0.0.0/8'],
  ['loopback', '127.0.0.0/8'],
  ['link-local', '169.254.0.0/16'],
  ['multicast', '224.0.0.0/4'],
  ['reserved', '240.0.0.0/4'],
  ['loopback', '::1/128'],
  ['link-local', 'fe80::/10'],
  ['multicast', 'ff00::/8'],
  ['the services of an EC2 instance', 'fd00:ec2::/32'],
];

/** Networks that people own. Every other one is public, and needs no entry, or is never a new path. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Props that have been replaced, and by what. */
export const REPLACED_PROPS: ReplacedProps = { allowPrivateAddresses: `was replaced; use ${USE_NETWORKS}` };

/**
 * Problems of the prop `allowedPrivateNetworks`. A CIDR that is known only at deployment is checked by the
 * function, which never connects to what is refused here.
 */
export function networksPropProblems(networks: readonly AllowedNetwork[]): Problem[] {
  const checked = check(networksSchema, { allowedPrivateNetworks: networks });
  return checked.ok ? networks.flatMap(rangeProblems) : [...checked.problems];
}

function rangeProblems({ cidr }: AllowedNetwork, i: number): Problem[] {
  if (isKnownLater(cidr)) {
    return [];
  }
  const never = NEVER.find(([, range]) => overlap(cidr, range));
  const path = `allowedPrivateNetworks[${i}].cidr`;
  if (never !== undefined) {
    const message = `is "${cidr}", which has addresses of ${never.join(', ')}; must have none of them`;
    return [{ path, message }];
  }
  const message = `is "${cidr}"; must be a network in one of ${PRIVATE.join(', ')}`;
  return PRIVATE.some((range) => contains(range, cidr)) ? [] : [{ path, message }];
}

/** Two networks overlap only where one contains the other. */
function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

function contains(outer: string, inner: string): boolean {
  const [one, other] = [partsOf(outer), partsOf(inner)];
  const list = new BlockList();
  list.addSubnet(one.first, one.prefix, one.family);
  return one.family === other.family && one.prefix <= other.prefix && list.check(other.first, other.family);
}

function partsOf(cidr: string) {
  const [first = '', prefix] = cidr.split('/');
  const isIpv6 = first.includes(':');
  const bits = isIpv6 ? 128 : 32;
  const family = isIpv6 ? ('ipv6' as const) : ('ipv4' as const);
  return { first, prefix: prefix === undefined ? bits : Number(prefix), family };
}
