import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../lambdas/core/validation/problems';

/**
 * What the lookups of CDK return until the command line has read the real values. The template of that first
 * pass is thrown away (AWS CDK Developer Guide, "Context values and the AWS CDK"), so nothing may be refused
 * because of it.
 */
const PENDING: readonly RegExp[] = [
  // HostedZone.fromLookup, also as a part of what is made of it.
  /^(route53\/)?DUMMY(\/.*)?$/,
  // Repository.fromLookup and Role.fromLookup.
  /\/DUMMY_ARN$/,
  // ApplicationListener, NetworkListener and the load balancers, by their ARN or their full name.
  /(^|\/)(application|network)\/my-load-balancer\//,
  // Vpc.fromLookup, SecurityGroup.fromLookupById and fromLookupByName, Stack.availabilityZones.
  /^(vpc-12345|sg-12345678(9012)?|dummy1[abc])$/,
  // StringParameter.valueFromLookup, also inside of other text.
  /dummy-value-for-/,
];

/** Whether a value is one that a lookup of CDK returns until the real one has been read. */
export function isPendingLookup(value: string): boolean {
  return PENDING.some((pattern) => pattern.test(value));
}

/** Whether a value is not known yet: a token, or the value of a lookup that is pending. */
export function isKnownLater(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && isPendingLookup(value));
}

/**
 * Problems of a list that is a token as a whole, such as one that `Fn.split` or a parameter gives: how many
 * items it has is known only at deployment, and something is created or allowed for each.
 * @param path the prop, such as `recordNames`
 */
export function tokenListProblems(path: string, list: readonly string[] | undefined): Problem[] {
  const message =
    'is a list that is known only at deployment; write the list out, with a token for each item, such as ' +
    'Fn.select(0, list)';
  return Token.isUnresolved(list) ? [{ path, message }] : [];
}
