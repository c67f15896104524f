import * as v from 'valibot';
import { shorten } from '../../health/verdict';
import { listOf, textLike } from '../../validation/fields';
import type { Problem } from '../../validation/problems';
import type { OrLater } from '../config-fields';
import { addressRangeSchema, isInRange } from './address-range';
import type { Route53 } from './schema';

/** Where the new records of an adopted route may point. What is not listed is refused. */
export interface RecordTargets {
  /**
   * Addresses and ranges, such as `192.0.2.0/24`, that values of A and AAAA records may have.
   * @default - none
   */
  readonly addresses?: readonly string[];
  /**
   * Host names that CNAME records and aliases may lead to. Each is a whole name: a pattern would also match
   * load balancers of other accounts. `dualstack.NAME` counts as `NAME`.
   * @default - none
   */
  readonly hostNames?: readonly string[];
}

const hostName = textLike(
  /^(?=.{1,253}\.?$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})+\.?$/,
  'must be a whole host name, without wildcards, such as d-abcdefghij.execute-api.eu-west-1.amazonaws.com',
);

/** `newTargets.route53` of a policy. */
export const recordTargetsSchema = (orLater: OrLater) =>
  v.strictObject({
    addresses: v.exactOptional(listOf(orLater(addressRangeSchema), 0, 100, 'addresses and ranges')),
    hostNames: v.exactOptional(listOf(orLater(hostName), 0, 100, 'host names')),
  });

/** Problems of new records that point to where the policy does not allow. */
export function recordTargetProblems(
  { adopt }: Route53,
  { addresses = [], hostNames = [] }: RecordTargets,
): Problem[] {
  const { alias, values } = adopt?.newTarget ?? {};
  const problemsOf = (
    path: string,
    given: readonly string[] | undefined,
    isAllowed: (value: string) => boolean,
    allowed: string,
  ) =>
    (given ?? [])
      .filter((value) => !isAllowed(value))
      .map((value) => ({
        path: `router.adopt.newTarget.${path}`,
        message: `is "${value}"; must be one of ${allowed}`,
      }));
  const isAddress = (value: string) => addresses.some((range) => isInRange(value, range));
  const names = hostNames.map(hostOfTarget);
  const isHost = (value: string) => names.includes(hostOfTarget(value));
  const ranges = allowedText('addresses', addresses);
  const hosts = allowedText('host names', hostNames, 'hostNames');
  return [
    ...problemsOf('alias.dnsName', alias && [alias.dnsName], isHost, hosts),
    ...problemsOf('values.A', values?.A, isAddress, ranges),
    ...problemsOf('values.AAAA', values?.AAAA, isAddress, ranges),
    ...problemsOf('values.CNAME', values?.CNAME, isHost, hosts),
  ];
}

/** A host name in one spelling. `dualstack.` before the name of a load balancer leads to the same one. */
function hostOfTarget(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
}

function allowedText(what: string, allowed: readonly string[], field = what): string {
  const list = allowed.length === 0 ? 'none' : shorten(allowed.join(', '), 400);
  return `the ${what} that the deployment's policy allows (newTargets.route53.${field}): ${list}`;
}
